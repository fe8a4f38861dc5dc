package dev.millrace.alert;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.icegreen.greenmail.util.GreenMail;
import dev.millrace.core.alert.AlertMessage;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.testing.SinkConformance;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The sinks keep the contract of sinks, at least once. */
class SinksConformanceTest {
  private static final Pattern NUMBER = Pattern.compile("(?:message|id)-(\\d+)");

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  /** A place, and the ids of what stands there. */
  private record Place(Sink<AlertMessage> sink, Callable<List<String>> ids)
      implements SinkConformance.Place<AlertMessage> {
    @Override
    public List<AlertMessage> visible() throws Exception {
      List<AlertMessage> messages = new ArrayList<>();
      for (String id : ids.call()) {
        Matcher number = NUMBER.matcher(id);
        if (number.find()) {
          messages.add(Messages.message(Integer.parseInt(number.group(1))));
        }
      }
      return messages;
    }
  }

  private static Stream<DynamicTest> checks(Callable<Place> places) {
    SinkConformance.Harness<AlertMessage> harness =
        new SinkConformance.Harness<>() {
          @Override
          public SinkConformance.Place<AlertMessage> newPlace() throws Exception {
            return places.call();
          }

          @Override
          public AlertMessage record(int number) {
            return Messages.message(number);
          }
        };
    return SinkConformance.checks(harness).stream()
        .map(check -> dynamicTest(check.name(), check::run));
  }

  @TestFactory
  Stream<DynamicTest> webhook() {
    return checks(
        () -> {
          Receiver receiver = new Receiver();
          opened.add(receiver);
          return new Place(
              WebhookSink.of(WebhookOptions.to(receiver.uri())),
              () -> receiver.posts().stream().map(post -> post.headers().get("id")).toList());
        });
  }

  @TestFactory
  Stream<DynamicTest> mail() {
    return checks(
        () -> {
          GreenMail server = MailSinkTest.server();
          opened.add(server::stop);
          return new Place(
              MailSink.of(MailSinkTest.options(server, "a@example.org")),
              () -> ids(server.getReceivedMessages()));
        });
  }

  private static List<String> ids(MimeMessage[] mails) throws MessagingException {
    List<String> ids = new ArrayList<>();
    for (MimeMessage mail : mails) {
      ids.add(mail.getMessageID());
    }
    return ids;
  }

  @TestFactory
  Stream<DynamicTest> log() {
    return checks(
        () -> {
          String name = "alerts-of-test-" + opened.size();
          Lines lines = new Lines(Logger.getLogger(name));
          opened.add(lines);
          return new Place(LogSink.create().withLogger(name), () -> lines.texts);
        });
  }

  /** What a logger was told; kept from the console. */
  static final class Lines extends Handler implements AutoCloseable {
    final List<String> texts = new ArrayList<>();
    final List<LogRecord> records = new ArrayList<>();
    private final Logger logger;

    Lines(Logger logger) {
      this.logger = logger;
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
      texts.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
