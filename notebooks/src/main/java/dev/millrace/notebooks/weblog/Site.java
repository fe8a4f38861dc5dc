package dev.millrace.notebooks.weblog;

import dev.millrace.file.WebLogEntry;

/** What a log tells of a site. */
final class Site {
  private Site() {}

  /** The path without the query. */
  static String page(WebLogEntry entry) {
    int query = entry.path().indexOf('?');
    return query < 0 ? entry.path() : entry.path().substring(0, query);
  }

  /** The first directory of the path, {@code /} if there is none. */
  static String section(WebLogEntry entry) {
    String page = page(entry);
    int end = page.indexOf('/', 1);
    return end < 0 ? "/" : page.substring(0, end);
  }

  static boolean failed(WebLogEntry entry) {
    return entry.status() >= 400;
  }

  /** "error" or "ok"; null if the answer's status is not known. */
  static String outcome(WebLogEntry entry) {
    if (entry.status() == 0) {
      return null;
    }
    return failed(entry) ? "error" : "ok";
  }
}
