package dev.millrace.file;

import dev.millrace.core.ConfigurationException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the lines of a web log are laid out: fields with literals between them. Immutable.
 *
 * @param steps in the order of the line
 * @param end the literal behind the last field
 */
record WebLogFormat(List<Step> steps, Literal end) implements Serializable {
  /** A field, and the literal in front of it. */
  record Step(Literal before, WebLogField field) implements Serializable {}

  /** Bytes that stand in the line as they are. */
  record Literal(String text) implements Serializable {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Directives of Apache's {@code LogFormat} and variables of NGINX's {@code log_format}. */
  private static final Pattern FIELD =
      Pattern.compile("%(?:!?[\\d,]+)?[<>]?(?:\\{([^}]*)})?([a-zA-Z%])|\\$\\{?([a-z_0-9]+)}?");

  private static final Map<String, WebLogField> APACHE =
      Map.ofEntries(
          Map.entry("h", WebLogField.HOST),
          Map.entry("a", WebLogField.HOST),
          Map.entry("l", WebLogField.IDENTITY),
          Map.entry("u", WebLogField.USER),
          Map.entry("r", WebLogField.REQUEST),
          Map.entry("m", WebLogField.METHOD),
          Map.entry("U", WebLogField.PATH),
          Map.entry("q", WebLogField.QUERY),
          Map.entry("H", WebLogField.PROTOCOL),
          Map.entry("s", WebLogField.STATUS),
          Map.entry("b", WebLogField.BYTES),
          Map.entry("B", WebLogField.BYTES),
          Map.entry("{referer}i", WebLogField.REFERRER),
          Map.entry("{user-agent}i", WebLogField.USER_AGENT),
          Map.entry("D", WebLogField.MICROSECONDS),
          Map.entry("T", WebLogField.SECONDS),
          Map.entry("{s}T", WebLogField.SECONDS),
          Map.entry("{ms}T", WebLogField.MILLISECONDS),
          Map.entry("{us}T", WebLogField.MICROSECONDS));
  private static final Map<String, WebLogField> NGINX =
      Map.ofEntries(
          Map.entry("remote_addr", WebLogField.HOST),
          Map.entry("remote_user", WebLogField.USER),
          Map.entry("time_local", WebLogField.TIME),
          Map.entry("request", WebLogField.REQUEST),
          Map.entry("request_method", WebLogField.METHOD),
          Map.entry("request_uri", WebLogField.PATH),
          Map.entry("server_protocol", WebLogField.PROTOCOL),
          Map.entry("status", WebLogField.STATUS),
          Map.entry("body_bytes_sent", WebLogField.BYTES),
          Map.entry("bytes_sent", WebLogField.BYTES),
          Map.entry("http_referer", WebLogField.REFERRER),
          Map.entry("http_user_agent", WebLogField.USER_AGENT),
          Map.entry("request_time", WebLogField.SECONDS));

  WebLogFormat {
    steps = List.copyOf(steps);
  }

  static WebLogFormat parse(String format) {
    String plain = format.replace("\\\"", "\"");
    List<Step> steps = new ArrayList<>();
    EnumSet<WebLogField> seen = EnumSet.noneOf(WebLogField.class);
    StringBuilder literal = new StringBuilder();
    Matcher matcher = FIELD.matcher(plain);
    int from = 0;
    while (matcher.find()) {
      literal.append(plain, from, matcher.start());
      from = matcher.end();
      if (matcher.group().equals("%%")) {
        literal.append('%');
        continue;
      }
      boolean bracketed = "t".equals(matcher.group(2));
      literal.append(bracketed ? "[" : "");
      if (literal.length() == 0 && !steps.isEmpty()) {
        throw new ConfigurationException(
            "log format '"
                + format
                + "': nothing parts "
                + matcher.group()
                + " from what precedes");
      }
      WebLogField field = field(matcher, format);
      if (field != WebLogField.OTHER && !seen.add(field)) {
        throw new ConfigurationException("log format '" + format + "' gives " + field + " twice");
      }
      steps.add(new Step(new Literal(literal.toString()), field));
      literal.setLength(0);
      literal.append(bracketed ? "]" : "");
    }
    if (!seen.contains(WebLogField.TIME)) {
      throw new ConfigurationException(
          "log format '" + format + "' has no time; expected %t of Apache or $time_local of NGINX");
    }
    return new WebLogFormat(steps, new Literal(literal.append(plain.substring(from)).toString()));
  }

  private static WebLogField field(Matcher matcher, String format) {
    String variable = matcher.group(3);
    if (variable != null) {
      return NGINX.getOrDefault(variable, WebLogField.OTHER);
    }
    String argument = matcher.group(1);
    String letter = matcher.group(2);
    if (letter.equals("t")) {
      if (argument != null) {
        throw new ConfigurationException(
            "log format '" + format + "': only %t without a format of its own can be read");
      }
      return WebLogField.TIME;
    }
    String directive =
        argument == null ? letter : "{" + argument.toLowerCase(Locale.ROOT) + "}" + letter;
    return APACHE.getOrDefault(directive, WebLogField.OTHER);
  }
}
