package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.time.Instant;

/** Times like {@code 17/May/2015:10:05:03 +0000}. */
final class WebLogTime {
  private static final int LENGTH = 26;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private WebLogTime() {}

  static Instant parse(LineScan line, int start, int end) throws BadRecordException {
    byte[] b = line.bytes;
    int month = end - start == LENGTH ? month(b, start + 3) : -1;
    if (month < 0 || !separated(b, start)) {
      throw expected(line, start, end);
    }
    int day = digits(b, start, 2);
    int year = digits(b, start + 7, 4);
    int hour = digits(b, start + 12, 2);
    int minute = digits(b, start + 15, 2);
    int second = digits(b, start + 18, 2);
    int zoneHours = digits(b, start + 22, 2);
    int zoneMinutes = digits(b, start + 24, 2);
    boolean valid =
        (b[start + 21] == '+' || b[start + 21] == '-')
            && day >= 1
            && day <= DAYS[month]
            && year >= 0
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second <= 60
            && zoneHours >= 0
            && zoneHours < 24
            && zoneMinutes >= 0
            && zoneMinutes < 60;
    if (!valid) {
      throw expected(line, start, end);
    }
    long zone = 60L * (60 * zoneHours + zoneMinutes);
    long local = 86_400 * epochDay(year, month + 1, day) + 3600L * hour + 60L * minute + second;
    return Instant.ofEpochSecond(b[start + 21] == '-' ? local + zone : local - zone);
  }

  private static BadRecordException expected(LineScan line, int start, int end) {
    return line.expected("a time like 17/May/2015:10:05:03 +0000", start, end);
  }

  private static boolean separated(byte[] b, int start) {
    return b[start + 2] == '/'
        && b[start + 6] == '/'
        && b[start + 11] == ':'
        && b[start + 14] == ':'
        && b[start + 17] == ':'
        && b[start + 20] == ' ';
  }

  /** From 0 on, or -1. */
  private static int month(byte[] b, int at) {
    for (int i = 0; i < MONTHS.length(); i += 3) {
      if (b[at] == MONTHS.charAt(i)
          && b[at + 1] == MONTHS.charAt(i + 1)
          && b[at + 2] == MONTHS.charAt(i + 2)) {
        return i / 3;
      }
    }
    return -1;
  }

  /** The number, or a negative one where there is something else. */
  private static int digits(byte[] b, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Days since 1970 of the Gregorian calendar; years begin with March, leap days come last. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - 400 * era;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return 146_097L * era + dayOfEra - 719_468;
  }
}
