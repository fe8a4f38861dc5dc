package dev.millrace.benchmarks.connectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What browsers that look at a dashboard are to its server, in a process of its own: so many
 * listeners that read all they are sent. Says {@code ready} when all are connected; ends with its
 * input.
 */
public final class DashboardViewers {
  private DashboardViewers() {}

  /**
   * @param arguments where the events are, and how many listen
   */
  public static void main(String[] arguments) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IOException(request.uri() + " answers " + response.statusCode());
      }
      Thread reader = new Thread(() -> drain(response.body()));
      reader.setDaemon(true);
      reader.start();
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // the parent only ever closes it
    }
  }

  private static void drain(InputStream events) {
    try (events) {
      events.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the pipeline has ended
    }
  }
}
