package dev.millrace.core.internal.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory that loses power, after SQLite's test layer: what was not forced may be whole, gone,
 * cut short or garbage; creations, renames and deletions since the directory was last forced are
 * each kept or undone. It can also refuse to force, or fail at any operation.
 */
public final class LossyStorage implements Directory {
  /** The power is gone; nothing that follows in the process happens. */
  public static final class PowerLoss extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final int SECTOR = 512;

  private static final class Content {
    private byte[] written = new byte[0];
    private byte[] forced = new byte[0];
  }

  private interface Change {
    void applyTo(Map<String, Content> names);
  }

  private final Random random;
  private final SortedMap<String, Content> names = new TreeMap<>();
  private final SortedMap<String, Content> forcedNames = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();
  private long untilLoss = Long.MAX_VALUE;
  private long untilFailure = Long.MAX_VALUE;
  private long failures;
  private boolean failed;
  private int failingForces;
  private boolean failingDirectoryForces;
  private boolean locked;

  public LossyStorage(long seed) {
    random = new Random(seed);
  }

  /** The power goes at the {@code operations}-th operation from now. */
  public void loseAfter(long operations) {
    untilLoss = operations;
  }

  /** From the {@code operations}-th operation on, {@code times} of them fail. */
  public void failAfter(long operations, long times) {
    untilFailure = operations;
    failures = times;
    failed = false;
  }

  /** Whether {@link #failAfter} came to it. */
  public boolean hasFailed() {
    return failed;
  }

  /** The next {@code times} forces of files or the directory fail. */
  public void failForces(int times) {
    failingForces = times;
  }

  /** From now on, names cannot be forced, but files can; until the power comes back. */
  public void failDirectoryForces() {
    failingDirectoryForces = true;
  }

  /** The power comes back: what the disk holds now. */
  public void powerUp() {
    untilLoss = Long.MAX_VALUE;
    failingDirectoryForces = false;
    locked = false;
    for (Change change : pending) {
      if (random.nextBoolean()) {
        change.applyTo(forcedNames);
      }
    }
    pending.clear();
    names.clear();
    names.putAll(forcedNames);
    for (Content content : names.values()) {
      content.written = afterLoss(content);
      content.forced = content.written;
    }
  }

  private byte[] afterLoss(Content content) {
    if (Arrays.equals(content.written, content.forced)) {
      return content.forced;
    }
    byte[] bytes = content.written.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = content.forced;
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> {
        int sector = random.nextInt(bytes.length / SECTOR + 1) * SECTOR;
        for (int i = sector; i < Math.min(bytes.length, sector + SECTOR); i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      default -> bytes = content.written;
    }
    return bytes;
  }

  private void operation() throws IOException {
    if (--untilLoss <= 0) {
      throw new PowerLoss();
    }
    if (--untilFailure <= 0 && failures > 0) {
      failures--;
      failed = true;
      throw new IOException("No space left on device");
    }
  }

  /** Does not count towards a loss: it changes nothing. */
  private void look() throws IOException {
    untilLoss++;
    operation();
  }

  private void change(Change change) {
    change.applyTo(names);
    pending.add(change);
  }

  private void maybeFail() throws IOException {
    if (failingForces > 0) {
      failingForces--;
      throw new IOException("Input/output error");
    }
  }

  private Content content(String name) throws IOException {
    Content content = names.get(name);
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    return content;
  }

  @Override
  public URI uri() {
    return URI.create("lossy:" + System.identityHashCode(this));
  }

  @Override
  public List<String> list() throws IOException {
    look();
    return List.copyOf(names.keySet());
  }

  @Override
  public long size(String name) throws IOException {
    look();
    return content(name).written.length;
  }

  @Override
  public InputStream read(String name) throws IOException {
    look();
    return new ByteArrayInputStream(content(name).written);
  }

  @Override
  public Output create(String name) throws IOException {
    operation();
    Content content = new Content();
    change(map -> map.put(name, content));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    return new Output() {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        all.write(bytes, offset, count);
        content.written = all.toByteArray();
        operation();
      }

      @Override
      public void force() throws IOException {
        operation();
        maybeFail();
        content.forced = content.written;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void move(String from, String to) throws IOException {
    operation();
    Content content = content(from);
    change(
        map -> {
          map.remove(from);
          map.put(to, content);
        });
  }

  @Override
  public void force() throws IOException {
    operation();
    maybeFail();
    if (failingDirectoryForces) {
      throw new IOException("Input/output error");
    }
    pending.clear();
    forcedNames.clear();
    forcedNames.putAll(names);
  }

  @Override
  public void delete(String name) throws IOException {
    operation();
    change(map -> map.remove(name));
  }

  @Override
  public Closeable lock() {
    if (locked) {
      throw new IllegalStateException("locked twice");
    }
    locked = true;
    return () -> locked = false;
  }

  @Override
  public String toString() {
    return "lossy storage";
  }
}
