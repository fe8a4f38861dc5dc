package dev.millrace.yaml;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A server that greets the first who comes as RFC 6455 says, and sends one short text. */
record WebSocketFeed(ServerSocket server) implements Closeable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  static WebSocketFeed sending(String text) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(server, text), "web-socket-feed");
    thread.setDaemon(true);
    thread.start();
    return new WebSocketFeed(server);
  }

  int port() {
    return server.getLocalPort();
  }

  private static void serve(ServerSocket server, String text) {
    try (Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream()) {
      String key = "";
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, "Sec-WebSocket-Key: ", 0, 19)) {
          key = line.substring(19);
        }
      }
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + Base64.getEncoder().encodeToString(digest)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.write(new byte[] {(byte) 0x81, (byte) bytes.length});
      out.write(bytes);
      out.flush();
      in.read(); // until the other end goes
    } catch (IOException e) {
      return; // the other end has gone
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
