package dev.millrace.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection over which a test sends what no proper client would. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;

  RawConnection(PredictionServer server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
  }

  RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Sends a whole request. */
  RawConnection request(String line, String headers, String body) throws IOException {
    return send(line + " HTTP/1.1\r\n" + headers + "\r\n" + body);
  }

  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** The next byte; -1 once the server has closed. */
  int read() throws IOException {
    return socket.getInputStream().read();
  }

  /** One whole answer, head and body, by its Content-Length; what there is if it is cut short. */
  String answer() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int length = -1;
    int end = Integer.MAX_VALUE;
    while (bytes.size() < end) {
      int next = read();
      if (next < 0) {
        break;
      }
      bytes.write(next);
      if (length < 0 && next == '\n') {
        String head = bytes.toString(StandardCharsets.UTF_8);
        if (head.endsWith("\r\n\r\n")) {
          length = contentLength(head);
          end = bytes.size() + length;
        }
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int contentLength(String head) {
    for (String line : head.lines().toList()) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }

  /** Ends the connection before its time. */
  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
