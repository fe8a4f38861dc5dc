package dev.millrace.hadoop;

import dev.millrace.core.CheckpointException;
import dev.millrace.core.checkpoint.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/**
 * Locks a place, says so, and then writes or deletes a file for each line that it reads.
 *
 * <pre>{@code
 * LockHolder URI LEASE
 * }</pre>
 */
final class LockHolder {
  static final String LOCKED = "locked";
  static final String DONE = "done";
  static final String REFUSED = "refused: ";

  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(HadoopStorage.LOCK_LEASE, arguments[1]);
    Storage storage = HadoopStorage.at(URI.create(arguments[0]), configuration);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var lock = storage.lock()) {
      System.out.println(lock == null ? REFUSED : LOCKED);
      String line;
      while ((line = in.readLine()) != null) {
        System.out.println(obey(storage, line.split(" ", 2)));
      }
    }
  }

  private static String obey(Storage storage, String[] order) throws IOException {
    try {
      switch (order[0]) {
        case "write" -> storage.write(order[1], out -> out.write(7));
        case "delete" -> storage.delete(order[1]);
        default -> throw new IllegalArgumentException(order[0]);
      }
      return DONE;
    } catch (CheckpointException e) {
      return REFUSED + e.getMessage();
    }
  }
}
