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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    Path root = Path.of("/files");
    List<String> log =
        List.of(
            "7 mkdir(\"/files/a\", 0777) = 0",
            "7 openat(AT_FDCWD, \"/files/a/b\", O_WRONLY|O_CREAT, 0666) = 3</files/a/b>",
            "7 write(3</files/a/b>, \"\"..., 7) = 7",
            "7 fsync(3</files/a/b> <unfinished ...>",
            "8 fsync(4</files/a>) = 0",
            "7 <... fsync resumed>) = 0",
            "7 fsync(4</files>) = 0",
            "7 openat(AT_FDCWD, \"/files/a/b.lasts?\", O_RDONLY) = -1 ENOENT (No such file)");
    assertEquals(List.of(Path.of("/files/a/b")), TracedFiles.check(root, log));
    List<String> notForced =
        List.of(
            "the content of /files/a/b is", "the name b in /files/a is", "the name a in /files is");
    List<Integer> forces = List.of(5, 4, 6);
    assertNotices(log, forces, notForced);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "writev(3</files/b>, [], 1)",
        "pwritev(3</files/b>, [], 1, 0)",
        "fallocate(3</files/b>, 0, 0, 7)",
        "sendfile(3</files/b>, 5</files/c>, NULL, 7)",
        "copy_file_range(5</files/c>, NULL, 3</files/b>, NULL, 7, 0)"
      })
  void shouldNoticeEveryWayToWrite(String call) {
    List<String> log =
        List.of(
            "7 openat(AT_FDCWD, \"/files/b\", O_WRONLY|O_CREAT, 0666) = 3</files/b>",
            "7 fsync(3</files/b>) = 0",
            "7 fsync(4</files>) = 0",
            "7 " + call + " = 7",
            "7 openat(AT_FDCWD, \"/files/b.lasts?\", O_RDONLY) = -1 ENOENT (No such file)");
    AssertionError failure =
        assertThrows(AssertionError.class, () -> TracedFiles.check(Path.of("/files"), log));
    assertTrue(failure.getMessage().contains("content of /files/b is"), failure.getMessage());
  }

  @Test
  void shouldFollowADirectoryThatIsRenamed() {
    List<String> log =
        List.of(
            "7 mkdir(\"/files/a\", 0777) = 0",
            "7 openat(AT_FDCWD, \"/files/a/b\", O_WRONLY|O_CREAT, 0666) = 3</files/a/b>",
            "7 fsync(3</files/a/b>) = 0",
            "7 fsync(4</files/a>) = 0",
            "7 rename(\"/files/a\", \"/files/c\") = 0",
            "7 fsync(4</files>) = 0",
            "7 openat(AT_FDCWD, \"/files/c/b.lasts?\", O_RDONLY) = -1 ENOENT (No such file)");
    Path root = Path.of("/files");
    assertEquals(List.of(Path.of("/files/c/b")), TracedFiles.check(root, log));
    List<String> notForced =
        List.of("content of /files/c/b is", "the name b in /files/c is", "the name c in /files is");
    List<Integer> forces = List.of(2, 3, 5);
    assertNotices(log, forces, notForced);
  }

  /** Without one of the forces there is a promise that does not hold. */
  private static void assertNotices(List<String> log, List<Integer> forces, List<String> said) {
    for (int i = 0; i < forces.size(); i++) {
      List<String> without = new ArrayList<>(log);
      without.remove((int) forces.get(i));
      AssertionError failure =
          assertThrows(AssertionError.class, () -> TracedFiles.check(Path.of("/files"), without));
      assertTrue(failure.getMessage().contains(said.get(i)), failure.getMessage());
    }
  }
}
