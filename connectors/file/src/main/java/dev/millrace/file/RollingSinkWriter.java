package dev.millrace.file;

import dev.millrace.core.Batch;
import dev.millrace.core.SinkException;
import dev.millrace.core.file.FileTree;
import dev.millrace.core.file.FileTree.Entry;
import dev.millrace.core.sink.FilePartitioning;
import dev.millrace.core.sink.FileRolling;
import dev.millrace.core.sink.OpenFolders;
import dev.millrace.core.sink.OpenFolders.Part;
import dev.millrace.core.sink.OpenFolders.Roll;
import dev.millrace.core.sink.SinkContext;
import dev.millrace.core.sink.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files that take one batch after the other, {@code part-<first batch>-<last batch>}, one
 * open per folder.
 *
 * <p>Staging a batch writes its content, and which files are complete by it, to the log; publishing
 * puts those files together out of the log and renames them into place. What is open, and what is
 * in place, is told by the log alone, so that a new process knows as much as the one that died. The
 * log keeps what the last batches completed for a while, for a checkpoint that falls back.
 */
final class RollingSinkWriter<T> implements SinkWriter<T> {
  private static final Logger LOG = LoggerFactory.getLogger(RollingSinkWriter.class);
  private static final Pattern NAME = Pattern.compile("part-(\\d{12,18})-(\\d{12,18})\\.[a-z]+");

  /** By how many batches a checkpoint may fall back. */
  private static final int REMEMBERED = 16;

  private final OutputDirectory directory;
  private final LineFormat<T> format;
  private final FilePartitioning<T> partitioning;
  private final FileRolling rolling;
  private final int maxFolders;
  private final RollingLog log;
  private OpenFolders open;
  private long published;

  /** Up to which key the log was looked through for complete files. */
  private long examined;

  private RollingSinkWriter(
      OutputDirectory directory,
      LineFormat<T> format,
      FilePartitioning<T> partitioning,
      FileRolling rolling,
      int maxFolders,
      RollingLog log) {
    this.directory = directory;
    this.format = format;
    this.partitioning = partitioning;
    this.rolling = rolling;
    this.maxFolders = maxFolders;
    this.log = log;
    this.published = directory.context().committed();
    this.examined = log.inPlace();
    this.open = replayed();
  }

  /** A file in place. */
  private record Complete(String name, long first, long last) {}

  static <T> RollingSinkWriter<T> open(
      FileTree tree,
      LineFormat<T> format,
      FilePartitioning<T> partitioning,
      FileRolling rolling,
      int maxFolders,
      SinkContext context)
      throws IOException {
    OutputDirectory directory = new OutputDirectory(tree, context);
    List<Complete> complete = complete(tree);
    directory.claim(complete.stream().map(Complete::name).findFirst());
    RollingLog log = RollingLog.open(directory);
    takeBack(directory, log, complete);
    return new RollingSinkWriter<>(directory, format, partitioning, rolling, maxFolders, log);
  }

  private static List<Complete> complete(FileTree tree) throws IOException {
    List<Complete> complete = new ArrayList<>();
    for (Entry file : tree.walk("")) {
      Matcher matcher = NAME.matcher(OutputDirectory.lastPart(file.name()));
      if (matcher.matches()) {
        long first = Long.parseLong(matcher.group(1));
        complete.add(new Complete(file.name(), first, Long.parseLong(matcher.group(2))));
      }
    }
    return complete;
  }

  /**
   * Removes files with batches that are not committed: they stem from a checkpoint that was lost
   * since. The batches are redone, or still in the log.
   */
  private static void takeBack(OutputDirectory directory, RollingLog log, List<Complete> complete)
      throws IOException {
    long committed = directory.context().committed();
    List<Complete> lost = complete.stream().filter(file -> file.last() > committed).toList();
    for (Complete file : lost) {
      if (file.first() <= committed) {
        log.requireBatch(file.first(), file.name());
      }
    }
    if (!lost.isEmpty()) {
      LOG.warn(
          "{}files up to {} were published, but the checkpoint ends with batch {}; they are removed"
              + " and written again",
          directory.where(),
          directory.where(lost.get(lost.size() - 1).name()),
          committed);
    }
    for (Complete file : lost) {
      directory.tree().delete(file.name());
    }
    log.removeUncommitted();
    if (log.inPlace() > RollingLog.endKey(committed)) {
      log.markInPlace(RollingLog.endKey(committed));
    }
  }

  private OpenFolders replayed() {
    OpenFolders replayed = new OpenFolders(rolling, maxFolders);
    log.between(Long.MIN_VALUE, Long.MAX_VALUE)
        .forEach((key, batch) -> replay(replayed, RollingLog.batchId(key), batch.header()));
    return replayed;
  }

  private static void replay(OpenFolders folders, long id, StagedBatch.Header header) {
    folders.replay(id, header.time(), header.parts(), header.rolls());
  }

  @Override
  public void stage(long batchId, Batch<T> batch) throws Exception {
    List<EncodedPart> encoded =
        batch
            .pipe(new EncodeStage<>(format, partitioning))
            .runPartitions((partition, values) -> values.get(0));
    Map<String, List<byte[]>> byFolder = new TreeMap<>();
    for (EncodedPart part : encoded) {
      for (int i = 0; i < part.folders().size(); i++) {
        byFolder
            .computeIfAbsent(part.folders().get(i), folder -> new ArrayList<>())
            .add(part.contents().get(i));
      }
    }
    if (byFolder.size() > maxFolders) {
      throw new SinkException(
          directory.where()
              + "batch "
              + batchId
              + " goes to "
              + byFolder.size()
              + " folders, more than the "
              + maxFolders
              + " allowed; partition by a column of fewer values, or raise maxPartitions");
    }
    stage(batchId, encoded.get(0).time(), byFolder);
  }

  private void stage(long batchId, long time, Map<String, List<byte[]>> byFolder)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    byFolder.forEach(
        (folder, pieces) -> {
          parts.add(new Part(folder, pieces.stream().mapToLong(piece -> piece.length).sum()));
          contents.addAll(pieces);
        });
    OpenFolders next = open.copy();
    List<Roll> rolls = next.take(batchId, time, parts);
    if (!parts.isEmpty() || !rolls.isEmpty()) {
      log.append(RollingLog.key(batchId), new StagedBatch.Header(time, parts, rolls), contents);
      open = next;
      examined = Math.min(examined, RollingLog.key(batchId) - 1);
    }
  }

  @Override
  public void publish(long batchId) throws IOException {
    published = Math.max(published, batchId);
    putInPlace(RollingLog.endKey(batchId));
    log.forgetBefore(oldestNeeded());
  }

  private void putInPlace(long until) throws IOException {
    for (Map.Entry<Long, StagedBatch> entry : log.between(examined + 1, until).entrySet()) {
      List<Roll> rolls = entry.getValue().header().rolls();
      for (Roll roll : rolls) {
        putTogether(roll);
      }
      if (!rolls.isEmpty()) {
        log.markInPlace(entry.getKey());
      }
    }
    examined = Math.max(examined, until);
  }

  private void putTogether(Roll roll) throws IOException {
    String name =
        String.format(
            Locale.ROOT, "part-%012d-%012d.%s", roll.first(), roll.last(), format.extension());
    String target = roll.folder().isEmpty() ? name : roll.folder() + "/" + name;
    if (directory.tree().exists(target)) {
      return;
    }
    long from = RollingLog.key(roll.first());
    directory
        .tree()
        .write(
            target,
            out -> {
              out.write(format.header());
              for (StagedBatch batch : log.between(from, RollingLog.key(roll.last())).values()) {
                batch.copy(roll.folder(), out);
              }
            });
  }

  /** The oldest batch that belongs to a file that is open, or was until lately. */
  private long oldestNeeded() {
    long recent = published - REMEMBERED + 1;
    long oldest = recent;
    for (Roll roll : open.all()) {
      oldest = Math.min(oldest, roll.first());
    }
    for (StagedBatch batch : log.between(RollingLog.key(recent), Long.MAX_VALUE).values()) {
      for (Roll roll : batch.header().rolls()) {
        oldest = Math.min(oldest, roll.first());
      }
    }
    return oldest;
  }

  @Override
  public void discard(long firstBatchId) throws IOException {
    log.discardFrom(RollingLog.key(Math.max(firstBatchId, published + 1)));
    open = replayed();
  }

  /** Completes all files, unless something waits for the next run. */
  @Override
  public void close() throws IOException {
    long end = RollingLog.endKey(published);
    List<Roll> rolls = open.all();
    if (log.isEmptyBehind(end) && !rolls.isEmpty()) {
      log.append(end, new StagedBatch.Header(0, List.of(), rolls), List.of());
      open = replayed();
      examined = Math.min(examined, end - 1);
      putInPlace(end);
    }
  }
}
