@echo off
rem Starts the Millrace command line on Windows. In a clone it is built first when there is no build;
rem in a distribution, of which this is bin\millrace.cmd, it is there.
rem
rem   MILLRACE_JAVA_OPTS   options for the JVM, for instance -Xmx4g
rem   MILLRACE_CLASSPATH   more jars, separated by semicolons
rem   JAVA_HOME, PATH      where java (17 or newer) and, for building, mvn are looked for
rem
rem The script for other systems also builds when sources have changed. Here, after a change:
rem   mvn -pl connectors/cli -am package -DskipTests
setlocal EnableExtensions DisableDelayedExpansion

set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
set "TARGET=%HOME_DIR%\connectors\cli\target"
set "JAR=%TARGET%\millrace-cli.jar"
set "DISTRIBUTION="
if not exist "%HOME_DIR%\..\lib\millrace-cli*.jar" goto java_of_user
set "DISTRIBUTION=yes"
for %%d in ("%HOME_DIR%\..") do set "HOME_DIR=%%~fd"
set "JAR=%HOME_DIR%\lib\*"
set "JAVA=%HOME_DIR%\jre\bin\java.exe"
if exist "%JAVA%" goto java_found

rem Java, and its version.
:java_of_user
if not defined JAVA_HOME goto java_on_path
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto java_found
echo millrace: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it>&2
exit /b 1
:java_on_path
set "JAVA="
for %%j in (java.exe) do set "JAVA=%%~$PATH:j"
if defined JAVA goto java_found
echo millrace: no java found: install JDK 17 or newer, or set JAVA_HOME>&2
exit /b 1
:java_found
rem The JDK's release file tells, or else java does.
set "VERSION="
for %%j in ("%JAVA%") do set "RELEASE=%%~dpj..\release"
if exist "%RELEASE%" for /f "usebackq tokens=1,2 delims==" %%a in ("%RELEASE%") do if "%%a"=="JAVA_VERSION" set "VERSION=%%~b"
if not defined VERSION for /f "tokens=2 delims== " %%v in ('call "%JAVA%" -XshowSettings:properties -version 2^>^&1 ^| findstr "java.specification.version"') do set "VERSION=%%v"
if not defined VERSION goto java_unknown
if "%VERSION:~0,2%"=="1." set "VERSION=%VERSION:~2%"
for /f "delims=.-+" %%v in ("%VERSION%") do set "VERSION=%%v"
if %VERSION% GEQ 17 goto extras
echo millrace: %JAVA% is version %VERSION%, Millrace needs 17 or newer: install one or set JAVA_HOME>&2
exit /b 1
:java_unknown
echo millrace: cannot tell the version of %JAVA%: Millrace needs Java 17 or newer>&2
exit /b 1

rem What is not part of the command line is for those alone who ask for it.
:extras
set "EXTRAS="
set "PREVIOUS="
set "COMMAND=%~1"
if "%COMMAND%"=="notebook" call :want jupyter
for %%a in (%*) do call :look_at "%%~a"

set "OPTIONS="
set "LACKING="
if defined DISTRIBUTION for %%e in (%EXTRAS%) do if exist "%HOME_DIR%\%%e\" call :unpacked %%e
if defined LACKING exit /b 1
if defined DISTRIBUTION set "EXTRAS="
if defined DISTRIBUTION goto start

set "MODULES=connectors/cli"
set "MISSING="
if not exist "%JAR%" set "MISSING=yes"
for %%e in (%EXTRAS%) do call :needs %%e
if not defined MISSING goto start

where mvn >nul 2>nul
if not errorlevel 1 goto build
echo millrace: no mvn found: building needs Maven 3.8 or newer on the PATH>&2
exit /b 1
:build
if not exist "%TARGET%" mkdir "%TARGET%"
set "LOG=%TARGET%\build.log"
echo building Millrace (a minute or more the first time; log in %LOG%)...>&2
pushd "%HOME_DIR%"
call mvn -B -DskipTests -Dspotless.check.skip -Djacoco.skip -Derror-prone.plugin=-XDnone -pl "%MODULES%" -am package >"%LOG%" 2>&1
set "BUILT=%ERRORLEVEL%"
popd
if "%BUILT%"=="0" goto start
findstr /b /c:"[ERROR]" "%LOG%" >&2
echo millrace: the build failed; its whole output is in %LOG%>&2
exit /b 1

rem With extras the class path may be longer than a command line can be: a file has it.
:start
set "CLASS_PATH=-cp "%JAR%""
if defined MILLRACE_CLASSPATH set "CLASS_PATH=-cp "%JAR%;%MILLRACE_CLASSPATH%""
if not defined EXTRAS goto run
set "ARGS_FILE=%TARGET%\classpath%EXTRAS: =-%.args"
set "CLASS_PATH=@"%ARGS_FILE%""
if not "%EXTRAS:spark=%"=="%EXTRAS%" set "OPTIONS=@"%HOME_DIR%\connectors\spark\jvm.options""
powershell -NoProfile -NonInteractive -Command "$all = @($env:JAR); foreach ($extra in $env:EXTRAS.Trim().Split(' ')) { $target = Join-Path $env:HOME_DIR ('connectors\' + $extra + '\target'); $all += Join-Path $target ('millrace-' + $extra + '.jar'); $all += [IO.File]::ReadAllText((Join-Path $target 'classpath')).Trim() }; if ($env:MILLRACE_CLASSPATH) { $all += $env:MILLRACE_CLASSPATH }; [IO.File]::WriteAllText($env:ARGS_FILE, '-cp ' + [char]34 + ($all -join ';').Replace('\', '/') + [char]34)"
if errorlevel 1 exit /b 1

rem Whether it writes to a console cannot be told here, so there are no colours and no bar.
:run
"%JAVA%" -XX:+UseSerialGC -Xshare:auto -Djdk.console=java.base -Dmillrace.command=millrace "-Dmillrace.home=%HOME_DIR%" %OPTIONS% %MILLRACE_JAVA_OPTS% %CLASS_PATH% dev.millrace.cli.Main %*
exit /b %ERRORLEVEL%

rem An extra's directory in a distribution, whose jars come first; a pom.xml in it fetches those that the
rem distribution leaves out, and lists them once all are there.
:unpacked
set "PLACE=%HOME_DIR%\%1"
if not exist "%PLACE%\pom.xml" goto unpacked_whole
if exist "%PLACE%\lib\jars.txt" goto unpacked_whole
echo millrace: the jars of %1 are not part of the distribution; this fetches them: mvn -f "%PLACE%\pom.xml">&2
set "LACKING=yes"
exit /b 0
:unpacked_whole
set "JAR=%PLACE%\*;%PLACE%\lib\*;%JAR%"
if exist "%PLACE%\jvm.options" set "OPTIONS=@"%PLACE%\jvm.options""
exit /b 0

rem An argument: what it asks for joins EXTRAS. "for" takes --engine=spark for two, and so --set engine=spark
rem and --set sources.a.type=kafka, unless in quotes.
:look_at
set "ARGUMENT=%~1"
if "%PREVIOUS%"=="--engine" if "%ARGUMENT%"=="spark" call :want spark
if "%COMMAND%"=="run" call :look_at_change
if "%ARGUMENT:~0,5%"=="hdfs:" call :want hadoop
if "%ARGUMENT:~0,4%"=="s3a:" call :want hadoop
if "%COMMAND%"=="init" if "%ARGUMENT:~0,6%"=="kafka:" call :want kafka
if "%COMMAND%"=="run" if exist "%ARGUMENT%" call :look_into
set "PREVIOUS=%ARGUMENT%"
exit /b 0

rem A change to the file of a pipeline: engine, engine.name, or what ends in .type, and its value.
:look_at_change
if "%PREVIOUS%"=="engine" if "%ARGUMENT%"=="spark" call :want spark
if "%PREVIOUS%"=="engine.name" if "%ARGUMENT%"=="spark" call :want spark
if not "%PREVIOUS:~-5%"==".type" exit /b 0
if "%ARGUMENT%"=="kafka" call :want kafka
if "%ARGUMENT%"=="jdbc" call :want jdbc
if "%ARGUMENT%"=="parquet" call :want parquet
exit /b 0

rem The file of a pipeline that is to be run.
:look_into
findstr /r /c:"type[^:]*:[ \"']*kafka[^A-Za-z0-9-]" /c:"type[^:]*:[ \"']*kafka$" "%ARGUMENT%" >nul 2>nul && call :want kafka
findstr /r /c:"type[^:]*:[ \"']*jdbc[^A-Za-z0-9-]" /c:"type[^:]*:[ \"']*jdbc$" "%ARGUMENT%" >nul 2>nul && call :want jdbc
findstr /r /c:"type[^:]*:[ \"']*parquet[^A-Za-z0-9-]" /c:"type[^:]*:[ \"']*parquet$" "%ARGUMENT%" >nul 2>nul && call :want parquet
findstr /r /c:"engine[^:]*:.*spark" /c:"name[^:]*:[ \"']*spark[^A-Za-z0-9-]" /c:"name[^:]*:[ \"']*spark$" "%ARGUMENT%" >nul 2>nul && call :want spark
findstr /r /c:"hdfs:/" /c:"s3a:/" "%ARGUMENT%" >nul 2>nul && call :want hadoop
exit /b 0

:want
for %%e in (%EXTRAS%) do if "%%e"=="%1" exit /b 0
set "EXTRAS=%EXTRAS% %1"
exit /b 0

:needs
set "MODULES=%MODULES%,connectors/%1"
if not exist "%HOME_DIR%\connectors\%1\target\classpath" set "MISSING=yes"
exit /b 0
