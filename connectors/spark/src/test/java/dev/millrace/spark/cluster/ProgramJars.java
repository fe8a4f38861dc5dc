package dev.millrace.spark.cluster;

import dev.millrace.spark.testing.StandaloneCluster;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars that a user has, made of this test's class path: the command line's, which names what it
 * needs, that of {@code millrace-spark}, and those of Spark.
 */
final class ProgramJars {
  private static final Path CLASSES = Path.of("target", "classes");

  private final List<Path> others = new ArrayList<>();
  private Path program;
  private Path engine;

  private ProgramJars() {}

  /** Makes jars of what is not packaged yet. */
  static ProgramJars in(Path directory) throws IOException {
    Files.createDirectories(directory);
    ProgramJars jars = new ProgramJars();
    List<Path> modules = new ArrayList<>();
    Path program = null;
    for (String entry : StandaloneCluster.classPath().split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (isOurs(path)) {
        String module = path.getParent().getParent().getFileName().toString();
        if (module.equals("cli")) {
          program = path;
        } else {
          Path jar = directory.resolve("millrace-" + module + ".jar");
          write(path, jar, new Manifest());
          modules.add(jar);
        }
      } else if (Files.isRegularFile(path)) {
        jars.others.add(path);
      }
    }
    jars.engine = directory.resolve("millrace-spark.jar");
    modules.remove(jars.engine);
    modules.addAll(jars.others.stream().filter(ProgramJars::isProgramsOwn).toList());
    jars.program = directory.resolve("millrace-cli.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            modules.stream().map(Path::toString).collect(Collectors.joining(" ")));
    write(program, jars.program, manifest);
    return jars;
  }

  /** What Spark does not bring. */
  private static boolean isProgramsOwn(Path jar) {
    return jar.toString().matches(".*/(picocli|ejml-[a-z]+|jetty-[a-z0-9-]+)-[0-9.]+\\.jar");
  }

  /** A module of this build is there as its classes, or as its jar where that is made by then. */
  private static boolean isOurs(Path path) {
    String name = path.getFileName().toString();
    return path.endsWith(CLASSES)
        || (path.getParent().endsWith("target")
            && name.startsWith("millrace-")
            && name.endsWith(".jar")
            && !name.endsWith("-tests.jar"));
  }

  private static void write(Path module, Path jar, Manifest manifest) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest)) {
      if (Files.isDirectory(module)) {
        copy(module, zip);
      } else {
        try (FileSystem content = FileSystems.newFileSystem(module)) {
          copy(content.getPath("/"), zip);
        }
      }
    }
  }

  private static void copy(Path root, JarOutputStream zip) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (!name.equals(JarFile.MANIFEST_NAME)) {
          zip.putNextEntry(new JarEntry(name));
          Files.copy(file, zip);
          zip.closeEntry();
        }
      }
    }
  }

  Path program() {
    return program;
  }

  Path engine() {
    return engine;
  }

  /** What a cluster has in its {@code jars} directory. */
  String sparks() {
    return others.stream()
        .filter(jar -> !isProgramsOwn(jar))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
