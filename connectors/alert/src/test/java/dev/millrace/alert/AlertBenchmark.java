package dev.millrace.alert;

import com.icegreen.greenmail.util.GreenMail;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.core.testing.RateComparison;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages per second, one after the other, to servers on this machine: the JDK's HTTP client and
 * the mail library, beside pipelines whose batches of 100 are staged and committed before they are
 * told. In turn. Not among the tests that run by themselves: {@code mvn -pl connectors/alert test
 * -Dtest=AlertBenchmark}, and the figures are in {@code target/surefire-reports}.
 */
class AlertBenchmark {
  private static final int POSTS = 2_000;

  /** The server takes its time for each. */
  private static final int MAILS = 200;

  private static final int BATCH = 100;

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  private void millrace(int messages, Sink<AlertMessage> sink) throws InterruptedException {
    long run = runs.incrementAndGet();
    StreamingConfig config =
        StreamingConfig.named("benchmark-" + run)
            .withTrigger(Trigger.availableNow())
            .withMaxBatchRecords(BATCH)
            .withCheckpoint(directory.resolve("run-" + run));
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("messages", GeneratorSource.bounded(messages, i -> Messages.message((int) i)))
          .to("out", sink);
      context.start();
      context.awaitTermination();
    }
  }

  @Test
  void webhook() throws Exception {
    try (Receiver receiver = new Receiver()) {
      URI uri = receiver.uri();
      System.out.println(
          RateComparison.of(
              "webhook",
              POSTS,
              () -> plainPosts(uri),
              () -> millrace(POSTS, WebhookSink.of(WebhookOptions.to(uri)))));
    }
  }

  private static void plainPosts(URI uri) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < POSTS; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(MessageJson.full(Messages.message(i))))
              .build();
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 204) {
        throw new IllegalStateException("answered " + status);
      }
    }
  }

  @Test
  void mail() throws Exception {
    GreenMail server = MailSinkTest.server();
    try {
      MailOptions options = MailSinkTest.options(server, "a@example.org");
      System.out.println(
          RateComparison.of(
              "mail",
              MAILS,
              () -> plainMails(server.getSmtp().getPort()),
              () -> millrace(MAILS, MailSink.of(options))));
    } finally {
      server.stop();
    }
  }

  private static void plainMails(int port) throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", Integer.toString(port));
    Session session = Session.getInstance(properties);
    for (int i = 0; i < MAILS; i++) {
      AlertMessage message = Messages.message(i);
      MimeMessage mail = new MimeMessage(session);
      mail.setFrom(new InternetAddress("millrace@example.org"));
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress("a@example.org"));
      mail.setSubject(MessageText.line(message.title()));
      mail.setText(MessageText.body(message));
      Transport.send(mail);
    }
  }
}
