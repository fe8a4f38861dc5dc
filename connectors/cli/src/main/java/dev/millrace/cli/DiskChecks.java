package dev.millrace.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tries out on a directory what checkpoints need: room, fsync, renaming, locks, and a clock. */
final class DiskChecks {
  private static final long MIB = 1 << 20;
  private static final long LITTLE_ROOM = 1024 * MIB;
  private static final long NO_ROOM = 50 * MIB;
  private static final int TRIES = 5;
  private static final double SLOW_MILLIS = 20;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Duration SKEW = Duration.ofSeconds(2);
  private static final Instant YOUNGEST = Instant.parse("2025-01-01T00:00:00Z");

  private final Path directory;

  DiskChecks(Path directory) {
    this.directory = directory;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    Path file;
    try {
      file = Files.createTempFile(directory, ".millrace-doctor", ".tmp");
    } catch (IOException e) {
      String advice = "name a directory that can be written to by --directory";
      return List.of(Finding.fail("disk", directory + " cannot be written to: " + e, advice));
    }
    Path renamed = file.resolveSibling(file.getFileName() + ".renamed");
    try {
      findings.add(room(Files.getFileStore(directory).getUsableSpace(), directory));
      findings.add(fsync(forcing(file)));
      findings.add(lock(file));
      Files.writeString(file, "now");
      findings.add(clock(Instant.now(), Files.getLastModifiedTime(file).toInstant()));
      findings.add(rename(file, renamed));
    } catch (IOException e) {
      findings.add(Finding.fail("disk", directory + ": " + e, "use another disk"));
    } finally {
      delete(file);
      delete(renamed);
    }
    return findings;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  /** Judges how many bytes are free. */
  static Finding room(long free, Path directory) {
    String found =
        String.format(
            Locale.ROOT, "%,d MiB free in %s", free / MIB, directory.toAbsolutePath().normalize());
    if (free < NO_ROOM) {
      return Finding.fail("disk", found, "make room, or keep checkpoints on another disk");
    }
    return free < LITTLE_ROOM
        ? Finding.warn("disk", found, "make room: a full disk stops a pipeline")
        : Finding.ok("disk", found);
  }

  /** How many milliseconds it takes to force a file, as a rule. */
  private static double forcing(Path file) throws IOException {
    double[] millis = new double[TRIES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < TRIES; i++) {
        channel.write(ByteBuffer.allocate(4096));
        long start = System.nanoTime();
        channel.force(true);
        millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
      }
    }
    Arrays.sort(millis);
    return millis[TRIES / 2];
  }

  /** Judges how many milliseconds it takes to force a file. */
  static Finding fsync(double millis) {
    String found = String.format(Locale.ROOT, "%.1f ms", millis);
    return millis > SLOW_MILLIS
        ? Finding.warn(
            "fsync",
            found,
            "each commit waits for some of these: make batches larger, or checkpoints rarer")
        : Finding.ok("fsync", found);
  }

  private static Finding lock(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null && lock.isValid()
          ? Finding.ok("file locks", "work")
          : noLock("another process holds a file that is new");
    } catch (IOException e) {
      return noLock(e.toString());
    }
  }

  private static Finding noLock(String why) {
    return Finding.fail(
        "file locks",
        "do not work: " + why,
        "keep checkpoints on another disk: two runs could write to one directory");
  }

  /** Judges the time, and when a disk says that it is. */
  static Finding clock(Instant now, Instant disk) {
    Duration apart = Duration.between(disk, now).abs();
    if (now.isBefore(YOUNGEST)) {
      return Finding.fail("clock", now.toString(), "set it: batch times would be wrong");
    }
    return apart.compareTo(SKEW) > 0
        ? Finding.warn(
            "clock",
            now + ", but the disk says " + apart.toSeconds() + " s apart",
            "let both follow one time server")
        : Finding.ok("clock", now.toString());
  }

  private static Finding rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return Finding.ok("renaming", "is atomic");
    } catch (IOException e) {
      return Finding.fail("renaming", "is not atomic: " + e, "keep checkpoints on another disk");
    }
  }
}
