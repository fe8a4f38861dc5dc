package dev.millrace.parquet;

import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a sink that are in place, {@code part-<first batch>-<last batch>.parquet}. */
record OutputFiles(Place place, SinkContext context) {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);
  private static final Pattern NAME = Pattern.compile("part-(\\d{12,18})-(\\d{12,18})\\.parquet");
  private static final String OWNER = ".owner";
  private static final String UNFINISHED = ".stage/unfinished";

  /** A file in place. */
  record Complete(String name, long first, long last) {
    boolean holds(long batchId) {
      return first <= batchId && batchId <= last;
    }
  }

  private List<Complete> list() throws IOException {
    List<Complete> complete = new ArrayList<>();
    for (String name : place.names("")) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        long first = Long.parseLong(matcher.group(1));
        complete.add(new Complete(name, first, Long.parseLong(matcher.group(2))));
      }
    }
    return complete;
  }

  private String where() {
    return "sink '" + context.name() + "': ";
  }

  /** Takes possession of the directory. */
  void claim() throws IOException {
    List<Complete> complete = list();
    String name = "pipeline " + context.pipeline() + ", sink " + context.name() + "\n";
    boolean isOwned = place.exists(OWNER);
    String found = isOwned ? place.text(OWNER) : complete.isEmpty() ? name : "";
    if (!found.equals(name)) {
      throw new SinkException(
          where()
              + place
              + " holds the output of "
              + (found.isEmpty() ? "somebody else" : found.strip())
              + "; give every sink a directory of its own");
    }
    if (context.committed() < 0 && !complete.isEmpty()) {
      throw new SinkException(
          where()
              + "the pipeline starts afresh, but "
              + place.resolve(complete.get(0).name())
              + " is there from an earlier run; empty the directory, choose another, or start with"
              + " the checkpoint of that run");
    }
    if (!isOwned) {
      try (OutputStream out = place.create(OWNER + ".tmp")) {
        out.write(name.getBytes(StandardCharsets.UTF_8));
      }
      place.force(OWNER + ".tmp");
      place.rename(OWNER + ".tmp", OWNER);
    }
  }

  /**
   * Removes files with batches that are not committed: they stem from a checkpoint that was lost
   * since, and are redone. What such a file holds of earlier batches is staged again.
   *
   * @param staged where a batch is staged
   * @return what is in place
   */
  List<Complete> takeBack(LongFunction<String> staged) throws IOException {
    List<Complete> kept = new ArrayList<>();
    for (Complete file : list()) {
      if (file.last() <= context.committed()) {
        kept.add(file);
        continue;
      }
      LOG.warn(
          "{}{} was published, but the checkpoint ends with batch {}; it is taken back",
          where(),
          place.resolve(file.name()),
          context.committed());
      if (file.first() <= context.committed()) {
        MergedFile.split(place, file.name(), context.committed(), staged);
      }
      place.delete(file.name());
    }
    return kept;
  }

  /** Puts the batches that are staged into place as one file, unless it is there. */
  void complete(List<Long> batches, LongFunction<String> staged) throws IOException {
    long first = batches.get(0);
    long last = batches.get(batches.size() - 1);
    String name = String.format("part-%012d-%012d.parquet", first, last);
    if (place.exists(name)) {
      return;
    }
    if (batches.size() == 1) {
      place.rename(staged.apply(first), name);
    } else {
      MergedFile.merge(place, batches, staged, UNFINISHED);
      place.rename(UNFINISHED, name);
    }
  }
}
