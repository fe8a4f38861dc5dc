package dev.millrace.hadoop;

import dev.millrace.core.CheckpointException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Who holds a lock, or held it.
 *
 * @param started when the process did, in milliseconds since 1970: process ids come again
 * @param nonce different for every lock that was ever taken
 */
record Owner(long pid, long started, String nonce, String host) {
  private static final Pattern TEXT =
      Pattern.compile("run-([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{32})-([A-Za-z0-9.-]{1,64})");

  /** This process, about to take a lock. */
  static Owner here() {
    ProcessHandle process = ProcessHandle.current();
    String nonce = UUID.randomUUID().toString().replace("-", "");
    return new Owner(process.pid(), started(process), nonce, thisHost());
  }

  /** What {@link #toString} wrote. */
  static Optional<Owner> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Owner(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                matcher.group(3),
                matcher.group(4)))
        : Optional.empty();
  }

  /** Whether it is this very process. */
  boolean isHere() {
    ProcessHandle process = ProcessHandle.current();
    return isOnThisHost() && pid == process.pid() && started == started(process);
  }

  /** Whether it ran on this machine and does no more. */
  boolean isGone() {
    return isOnThisHost()
        && ProcessHandle.of(pid)
            .filter(process -> process.isAlive() && started(process) == started)
            .isEmpty();
  }

  CheckpointException inUse(Path root) {
    return new CheckpointException(
        "checkpoint directory "
            + root
            + " is in use by "
            + described()
            + "; stop that pipeline or choose another directory");
  }

  /** For whoever held the lock of a directory and does no more. */
  static CheckpointException lost(Path root, String to) {
    return new CheckpointException(
        "checkpoint directory "
            + root
            + " was taken over by "
            + to
            + ", because this run did not renew its lock in time; nothing was written");
  }

  String described() {
    return "process " + pid + " on " + host;
  }

  /** Fit for a file's name. */
  @Override
  public String toString() {
    return "run-" + pid + "-" + started + "-" + nonce + "-" + host;
  }

  private boolean isOnThisHost() {
    return host.equals(thisHost());
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String thisHost() {
    String name;
    try {
      name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "");
    } catch (UnknownHostException e) {
      name = "";
    }
    return name.isEmpty() ? "localhost" : name.substring(0, Math.min(64, name.length()));
  }
}
