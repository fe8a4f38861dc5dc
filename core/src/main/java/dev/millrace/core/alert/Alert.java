package dev.millrace.core.alert;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An incident of one rule and key has begun, or is over.
 *
 * <p>{@code id} and {@code incident} are functions of the source, the rule, the key and the moment,
 * so an alert that is delivered twice, or computed again after a crash, has the same ones: who gets
 * alerts drops those whose {@code id} is known, and brings begin and end together by {@code
 * incident}.
 *
 * @param id of this alert
 * @param incident of begin and end together
 * @param source the name of the {@link Alerts}
 * @param rule its name
 * @param key what the rule watches apart; empty where it watches the stream as a whole
 * @param severity of the rule
 * @param state begin or end
 * @param since when the incident began: in batch time, or event time where the stream has it
 * @param time when this happened; equals {@code since} when it begins
 * @param level what was measured, in the rule's unit; NaN when nothing is left to measure
 * @param limit the level at which the rule fires
 * @param text the same for people, in one line
 */
public record Alert(
    String id,
    String incident,
    String source,
    String rule,
    String key,
    Severity severity,
    AlertState state,
    Instant since,
    Instant time,
    double level,
    double limit,
    String text)
    implements Serializable {
  private static final int ID_BYTES = 16;

  public Alert {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(incident, "incident");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(text, "text");
  }

  static Alert begin(Watched what, Instant since, double level) {
    return of(what, AlertState.FIRING, since, since, level);
  }

  static Alert end(Watched what, Instant since, Instant time, double level) {
    return of(what, AlertState.RESOLVED, since, time, level);
  }

  /** A rule and a key of it. */
  record Watched(String source, String rule, String key, AlertRule<?> how) {}

  private static Alert of(
      Watched what, AlertState state, Instant since, Instant time, double level) {
    String incident =
        digest(what.source(), what.rule(), what.key(), Long.toString(since.toEpochMilli()));
    String id = incident + (state == AlertState.FIRING ? "-firing" : "-resolved");
    return new Alert(
        id,
        incident,
        what.source(),
        what.rule(),
        what.key(),
        what.how().severity(),
        state,
        since,
        time,
        level,
        what.how().levels().fire(),
        what.how().text(state, level));
  }

  /** The same for the same texts, and for no others. */
  static String digest(String... texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the incident has begun, and not ended. */
  public boolean isFiring() {
    return state == AlertState.FIRING;
  }

  @Override
  public String toString() {
    return severity
        + " "
        + state
        + " "
        + rule
        + (key.isEmpty() ? "" : " [" + key + "]")
        + ": "
        + text;
  }
}
