package dev.millrace.core.internal.runtime;

import static dev.millrace.core.testing.TracedFiles.isGone;
import static dev.millrace.core.testing.TracedFiles.lasts;

import dev.millrace.core.checkpoint.Storage;
import dev.millrace.core.file.LastingDirectories;
import dev.millrace.core.internal.file.LocalFileTree;
import dev.millrace.core.sink.StagedBatches;
import dev.millrace.core.source.DurableText;
import dev.millrace.core.source.log.LogFrames;
import dev.millrace.core.source.log.LogOptions;
import dev.millrace.core.source.log.WriteAheadLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The process whose system calls {@link LastingFilesTest} looks at: writes in every way that is to
 * outlast a power loss, in directories that are not there yet, and says what is promised by then.
 */
final class LastingMain {
  private static final int SEGMENT = 4096;
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private LastingMain() {}

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    directories(root.resolve("directories/of/mine"));
    checkpoints(root.resolve("checkpoints/of/mine"));
    output(root.resolve("output/of/mine"));
    staged(root.resolve("checkpoints/of/mine/sinks/staged"));
    texts(root.resolve("checkpoints/of/mine/sources/texts"));
    logs(root.resolve("checkpoints/of/mine/sources/logs"));
  }

  private static void directories(Path directory) throws IOException {
    LastingDirectories.create(directory);
    lasts(directory);
  }

  private static void checkpoints(Path directory) throws IOException {
    Storage storage = Storage.local(directory);
    for (String name : List.of("one", "another")) {
      storage.write(name, out -> out.write(CONTENT));
      lasts(directory.resolve(name));
    }
    storage.delete("one");
    storage.force();
    isGone(directory.resolve("one"));
  }

  private static void output(Path directory) throws IOException {
    LocalFileTree tree = LocalFileTree.of(directory);
    tree.write("stage/a/rows.csv", out -> out.write(CONTENT));
    lasts(directory.resolve("stage/a/rows.csv"));
    tree.move("stage/a/rows.csv", "published/b/rows.csv");
    lasts(directory.resolve("published/b/rows.csv"));
    isGone(directory.resolve("stage/a/rows.csv"));
  }

  private static void staged(Path directory) throws IOException {
    StagedBatches staged = StagedBatches.in(directory);
    for (long batchId = 0; batchId < 2; batchId++) {
      staged.write(batchId, List.of(new StagedBatches.Part(1, CONTENT)));
      lasts(staged.files().get(batchId));
    }
  }

  private static void texts(Path directory) throws IOException {
    Path file = directory.resolve("text");
    for (String text : List.of("one", "another")) {
      DurableText.write(file, text);
      lasts(file);
    }
  }

  private static void logs(Path directory) throws Exception {
    LogOptions options =
        new LogOptions(4 * SEGMENT, SEGMENT, 0, LogOptions.Sync.EACH_PLAN, Duration.ZERO);
    try (WriteAheadLog log = WriteAheadLog.open(directory, options)) {
      for (int segment = 0; segment < 3; segment++) {
        LogFrames frames = new LogFrames();
        frames.add(new byte[SEGMENT], 0, SEGMENT);
        log.append(frames);
        log.sync();
        for (Path file : list(directory)) {
          lasts(file);
        }
      }
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
