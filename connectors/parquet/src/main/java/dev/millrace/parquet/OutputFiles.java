package dev.millrace.parquet;

import dev.millrace.core.SinkException;
import dev.millrace.core.sink.SinkContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a sink that are in place, {@code part-<first batch>-<last batch>.parquet} in the
 * output directory or its folders.
 */
record OutputFiles(Place place, SinkContext context) {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);
  private static final Pattern NAME =
      Pattern.compile("(?:(.*)/)?part-(\\d{12,18})-(\\d{12,18})\\.parquet");
  private static final String OWNER = ".owner";
  private static final String UNFINISHED = StagedFile.STAGE + "/unfinished";

  /** A file in place. */
  record Complete(String name, String folder, long first, long last) {
    boolean holds(StagedFile file) {
      return folder.equals(file.folder()) && first <= file.batchId() && file.batchId() <= last;
    }
  }

  private List<Complete> list() throws IOException {
    List<Complete> complete = new ArrayList<>();
    for (Place.Entry entry : place.list("")) {
      Matcher matcher = NAME.matcher(entry.name());
      if (matcher.matches()) {
        complete.add(
            new Complete(
                entry.name(),
                matcher.group(1) == null ? "" : matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))));
      }
    }
    return complete;
  }

  String where() {
    return "sink '" + context.name() + "': ";
  }

  /**
   * Takes possession of the directory, and back what stems from a checkpoint that was lost since.
   *
   * @return what is in place
   */
  List<Complete> claim() throws IOException {
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
    return takeBack(complete);
  }

  /**
   * Removes files with batches that are not committed, which are redone. What such a file holds of
   * earlier batches is staged again.
   */
  private List<Complete> takeBack(List<Complete> complete) throws IOException {
    List<Complete> kept = new ArrayList<>();
    for (Complete file : complete) {
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
        MergedFile.split(place, file, context.committed());
      }
      place.delete(file.name());
    }
    return kept;
  }

  /** Puts what several batches brought to a folder into place as one file, unless it is there. */
  void complete(List<StagedFile> staged) throws IOException {
    StagedFile first = staged.get(0);
    long last = staged.get(staged.size() - 1).batchId();
    String name =
        Place.join(
            first.folder(),
            String.format(Locale.ROOT, "part-%012d-%012d.parquet", first.batchId(), last));
    if (place.exists(name)) {
      return;
    }
    if (staged.size() == 1) {
      place.rename(first.name(), name);
    } else {
      MergedFile.merge(place, staged, UNFINISHED);
      place.rename(UNFINISHED, name);
    }
  }
}
