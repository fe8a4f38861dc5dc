package dev.millrace.core.internal.checkpoint;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that writes what must survive: to a temporary name, forced, renamed in one step,
 * directory forced. A file under its own name is therefore always whole, and never overwritten by
 * anything less.
 *
 * <p>A failed force is not repeated: the system may have dropped the pages and report success the
 * second time. The file is thrown away and written whole to a new one; after {@value #ATTEMPTS}
 * failures in a row the last one is thrown.
 */
public final class DurableFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DurableFiles.class);
  private static final int ATTEMPTS = 3;
  private static final String TEMPORARY = ".tmp-";

  private final Storage storage;
  private final long run;

  /**
   * @param run marks the temporary names of this run
   */
  public DurableFiles(Storage storage, long run) {
    this.storage = storage;
    this.run = run;
  }

  /**
   * Writes the pieces, one after the other, as the file {@code name}. When this throws, the file
   * may or may not be there, but is whole if it is.
   */
  public void write(String name, List<byte[]> pieces) throws IOException {
    for (int attempt = 1; ; attempt++) {
      String temporary = name + TEMPORARY + run + "-" + attempt;
      try {
        writeOnce(temporary, name, pieces);
        return;
      } catch (IOException e) {
        discard(temporary, e);
        if (attempt == ATTEMPTS) {
          throw new IOException(
              "writing " + name + " in " + storage + " failed " + ATTEMPTS + " times: " + reason(e),
              e);
        }
        LOG.warn("writing {} in {} failed, writing it anew: {}", name, storage, reason(e));
      }
    }
  }

  /** Removes what earlier runs did not finish. */
  public static void removeTemporary(Storage storage) throws IOException {
    for (String name : storage.list()) {
      if (name.contains(TEMPORARY)) {
        storage.delete(name);
      }
    }
  }

  private void writeOnce(String temporary, String name, List<byte[]> pieces) throws IOException {
    try (Storage.Output out = storage.create(temporary)) {
      for (byte[] piece : pieces) {
        out.write(piece);
      }
      out.force();
    }
    storage.move(temporary, name);
    storage.force();
  }

  private void discard(String temporary, IOException failure) {
    try {
      storage.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
