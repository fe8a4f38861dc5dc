package dev.millrace.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.format.BadRecordException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebLogTest {
  private static WebLogEntry read(String line) throws Exception {
    return LineDecoder.webLog().decode(line.getBytes(UTF_8));
  }

  private static WebLogEntry read(String format, String line) throws Exception {
    return LineDecoder.webLog(format).decode(line.getBytes(UTF_8));
  }

  private static String reason(LineDecoder<?> decoder, String line) {
    return assertThrows(BadRecordException.class, () -> decoder.decode(line.getBytes(UTF_8)))
        .getMessage();
  }

  /** Figures of a regular expression in Python over the same file. */
  @Test
  void shouldReadALogOfAPublicSite() throws Exception {
    Play<WebLogEntry> play =
        Play.all(FileSource.webLog(TextFormatsTest.sample("apache_access.log")));
    assertEquals(List.of(), play.rejects);
    Map<Integer, Long> statuses =
        play.records.stream()
            .collect(
                Collectors.groupingBy(WebLogEntry::status, TreeMap::new, Collectors.counting()));
    assertEquals(
        Map.of(200, 12L, 206, 3L, 301, 4L, 304, 3L, 403, 2L, 404, 9L, 416, 2L, 500, 3L), statuses);
    assertEquals(670_172 + 235, play.records.stream().mapToLong(WebLogEntry::bytes).sum());
    assertEquals(1788, play.records.stream().mapToInt(e -> e.referrer().length()).sum());
    assertTrue(play.records.stream().allMatch(entry -> entry.rest().isEmpty()));
    String cut = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html";
    assertEquals(1, play.records.stream().filter(entry -> entry.userAgent().equals(cut)).count());
  }

  @Test
  void shouldReadCommonAndCombinedAndMore() throws Exception {
    String common =
        "::1 - frank lee [10/Oct/2000:13:55:36 -0700] \"GET /a%20b?c=\\\"d HTTP/1.0\" 200 -";
    WebLogEntry entry = read(common);
    assertEquals("::1", entry.host());
    assertEquals("", entry.identity());
    assertEquals("frank lee", entry.user());
    assertEquals(Instant.parse("2000-10-10T20:55:36Z"), entry.time());
    assertEquals("GET", entry.method());
    assertEquals("/a%20b?c=\"d", entry.path());
    assertEquals("HTTP/1.0", entry.protocol());
    assertEquals(200, entry.status());
    assertEquals(0, entry.bytes());
    assertEquals("", entry.referrer());
    assertEquals(Double.NaN, entry.seconds());
    assertEquals("", entry.rest());
    assertEquals("0.005 x", read(common + "  0.005 x").rest());
    WebLogEntry combined = read(common + " \"http://a/\" \"an \"odd\" agent\" 0.12 \"x\"");
    assertEquals("http://a/", combined.referrer());
    assertEquals("an \"odd", combined.userAgent());
    assertEquals("agent\" 0.12 \"x\"", combined.rest());
    assertEquals("a\\b\n", read(common + " \"-\" \"a\\\\b\\n\"").userAgent());
  }

  @Test
  void shouldKeepRequestsThatAreNone() throws Exception {
    String line = "2001:db8::7 - - [01/Jan/2024:00:00:00 +0000] \"%s\" 400 0";
    assertEquals("", read(String.format(line, "-")).path());
    WebLogEntry tls = read(String.format(line, "\\x16\\x03\\x01"));
    assertEquals("2001:db8::7", tls.host());
    assertEquals("", tls.method());
    assertEquals("\u0016\u0003\u0001", tls.path());
    assertEquals("\\xff\\xfe", read(String.format(line, "\\xff\\xfe")).path());
    assertEquals("é", read(String.format(line, "\\xc3\\xa9")).path());
    assertEquals("", read(String.format(line, "")).path());
    WebLogEntry old = read(String.format(line, "GET /"));
    assertEquals(List.of("GET", "/", ""), List.of(old.method(), old.path(), old.protocol()));
    WebLogEntry blanks = read(String.format(line, "MKCOL /a b HTTP/9.9"));
    assertEquals(
        List.of("MKCOL", "/a b", "HTTP/9.9"),
        List.of(blanks.method(), blanks.path(), blanks.protocol()));
    assertEquals("get /", read(String.format(line, "get /")).path());
    byte[] latin = String.format(line, "GET /ü HTTP/1.1").getBytes(ISO_8859_1);
    assertEquals("/ü", LineDecoder.webLog().decode(latin).path());
  }

  @Test
  void shouldReadFormatsOfApacheAndNginx() throws Exception {
    String apache = "%v:%p %h %l %u %t \\\"%r\\\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\" %D";
    WebLogEntry entry =
        read(
            apache,
            "example.org:443 10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"POST /x HTTP/2.0\" 201 17"
                + " \"-\" \"curl\" 1500");
    assertEquals("10.0.0.1", entry.host());
    assertEquals("POST", entry.method());
    assertEquals(201, entry.status());
    assertEquals("curl", entry.userAgent());
    assertEquals(0.0015, entry.seconds());
    String nginx =
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
            + " rt=${request_time} u=$upstream_response_time";
    WebLogEntry timed =
        read(
            nginx,
            "10.0.0.1 - - [17/May/2015:10:05:03 +0200] \"GET / HTTP/1.1\" 200 17 rt=0.250 u=-");
    assertEquals(0.25, timed.seconds());
    assertEquals(Instant.parse("2015-05-17T08:05:03Z"), timed.time());
    WebLogEntry parts = read("%t %m %U%%%q %{ms}T", "[17/May/2015:10:05:03 +0000] GET /a%?b=c 12");
    assertEquals("/a?b=c", parts.path());
    assertEquals(0.012, parts.seconds());
    assertRefused("has no time", "%h %r");
    assertRefused("the host twice", "%h %a %t");
    assertRefused("nothing parts %l", "%t %h%l");
    assertRefused("only %t without a format", "%{%d}t");
  }

  private static void assertRefused(String reason, String format) {
    ConfigurationException refusal =
        assertThrows(ConfigurationException.class, () -> LineDecoder.webLog(format));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  @Test
  void shouldNameTheColumnOfWhatIsMalformed() {
    LineDecoder<?> log = LineDecoder.webLog();
    String good = "h - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" ";
    assertEquals(
        "column 1: expected the host, followed by ' ', got 'nothing'", reason(log, "nothing"));
    assertEquals(
        "column 8: expected a time like 17/May/2015:10:05:03 +0000, got '31/Feb/2015:10:05:03"
            + " +0000'",
        reason(log, "h - - [31/Feb/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1"));
    assertEquals(
        "column 53: expected the status, a whole number or -, got 'abc'",
        reason(log, good + "abc 1"));
    assertEquals(
        "column 53: expected a status of three digits, got '2000'", reason(log, good + "2000 1"));
    assertEquals(
        "column 57: expected the number of bytes, a whole number or -, got '1k'",
        reason(log, good + "200 1k"));
    assertEquals(
        "column 4: expected ' [' in front of the time, got ' ]'",
        reason(LineDecoder.webLog("%h %l %t"), "h - ]"));
    assertEquals(
        "column 31: expected ']' and the line's end, got '  more'",
        reason(LineDecoder.webLog("%h %t"), "h [17/May/2015:10:05:03 +0000]  more"));
  }

  /** Against java.time. */
  @Test
  void shouldReadTimesAsTheJdkDoes() throws Exception {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      Instant instant = Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L));
      int minutes = random.nextInt(-12 * 60, 14 * 60);
      ZonedDateTime local = instant.atZone(java.time.ZoneOffset.ofTotalSeconds(60 * minutes));
      String line = "h - - [" + format.format(local) + "] \"-\" 200 1";
      assertEquals(instant, read(line).time(), line);
    }
  }
}
