package dev.millrace.core.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.TracedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is to outlast a power loss is forced by then, and so are the names of all directories
 * that lead to it: told by the system calls of a real process, on the local disk.
 */
@Timeout(120)
class LastingFilesTest {
  @TempDir Path directory;

  @Test
  void shouldForceContentAndNamesBeforeTheyArePromised() throws Exception {
    Strace.require();
    Path root = Files.createDirectory(directory.toRealPath().resolve("root"));
    Path log = directory.resolve("strace");
    List<String> command = new ArrayList<>(TracedFiles.tool(log));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LastingMain.class.getName(), root.toString()));
    Path said = directory.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(said));
    List<Path> promises = TracedFiles.check(root, Files.readAllLines(log));
    assertTrue(promises.size() > 15, promises.toString());
  }

  @Test
  void shouldNoticeWhatIsNotForced() {
    Path root = Path.of("/root");
    List<String> log =
        List.of(
            "7 mkdir(\"/root/a\", 0777) = 0",
            "7 openat(AT_FDCWD, \"/root/a/b\", O_WRONLY|O_CREAT, 0666) = 3</root/a/b>",
            "7 write(3</root/a/b>, \"\"..., 7) = 7",
            "7 fsync(3</root/a/b> <unfinished ...>",
            "8 fsync(4</root/a>) = 0",
            "7 <... fsync resumed>) = 0",
            "7 fsync(4</root>) = 0",
            "7 openat(AT_FDCWD, \"/root/a/b.lasts?\", O_RDONLY) = -1 ENOENT (No such file)");
    assertEquals(List.of(Path.of("/root/a/b")), TracedFiles.check(root, log));
    List<String> notForced =
        List.of(
            "the content of /root/a/b is", "the name b in /root/a is", "the name a in /root is");
    List<Integer> forces = List.of(5, 4, 6);
    for (int i = 0; i < forces.size(); i++) {
      List<String> without = new ArrayList<>(log);
      without.remove((int) forces.get(i));
      AssertionError failure =
          assertThrows(AssertionError.class, () -> TracedFiles.check(root, without));
      assertTrue(failure.getMessage().contains(notForced.get(i)), failure.getMessage());
    }
  }
}
