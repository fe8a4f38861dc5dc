package dev.millrace.notebooks.weblog;

import dev.millrace.core.format.BadRecordException;
import dev.millrace.file.LineDecoder;
import dev.millrace.file.WebLogEntry;

/**
 * Lines in the common or the combined format, and those that have NGINX's {@code $request_time}
 * behind it, which tells how long the answer took.
 */
public final class AccessLog implements LineDecoder<WebLogEntry> {
  private static final long serialVersionUID = 1L;

  private final LineDecoder<WebLogEntry> timed =
      LineDecoder.webLog(
          "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent"
              + " \"$http_referer\" \"$http_user_agent\" $request_time");
  private final LineDecoder<WebLogEntry> untimed = LineDecoder.webLog();

  @Override
  public WebLogEntry decode(byte[] bytes, int from, int to) throws Exception {
    try {
      return timed.decode(bytes, from, to);
    } catch (BadRecordException e) {
      return untimed.decode(bytes, from, to);
    }
  }
}
