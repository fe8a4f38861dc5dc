package dev.millrace.core.internal.checkpoint;

import dev.millrace.core.checkpoint.Storage;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to write what must survive. A failed force is not repeated: the system may have
 * dropped the pages and report success the second time. The file is thrown away and written whole
 * to a new one; after {@value #ATTEMPTS} failures in a row the last one is thrown.
 */
public final class DurableFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DurableFiles.class);
  private static final int ATTEMPTS = 3;

  private DurableFiles() {}

  /**
   * Writes the file {@code name}. When this throws, the file may or may not be there, but is whole
   * if it is.
   */
  public static void write(Storage storage, String name, Storage.Content content)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        storage.write(name, content);
        return;
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new IOException(
              "writing " + name + " in " + storage + " failed " + ATTEMPTS + " times: " + reason(e),
              e);
        }
        LOG.warn("writing {} in {} failed, writing it anew: {}", name, storage, reason(e));
      }
    }
  }

  /** Writes the pieces one after the other. */
  public static void write(Storage storage, String name, List<byte[]> pieces) throws IOException {
    write(
        storage,
        name,
        out -> {
          for (byte[] piece : pieces) {
            out.write(piece);
          }
        });
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
