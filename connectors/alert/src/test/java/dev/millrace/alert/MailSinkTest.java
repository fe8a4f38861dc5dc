package dev.millrace.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.millrace.core.ConfigurationException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MailSinkTest {
  private static final Secret PASSWORD = Secret.of("S3CRET-CANARY");

  static GreenMail server() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return server;
  }

  static MailOptions options(GreenMail server, String... to) {
    return MailOptions.of("127.0.0.1", "millrace@example.org", to)
        .withPort(server.getSmtp().getPort())
        .withSecurity(MailOptions.Security.NONE)
        .withTimeout(Duration.ofSeconds(5));
  }

  @Test
  void shouldSendWhatPeopleRead() throws Exception {
    GreenMail server = server();
    try {
      new MailCourier(options(server, "a@example.org", "b@example.org"))
          .deliver(Messages.message(6));
      MimeMessage[] mails = server.getReceivedMessages();
      assertEquals(2, mails.length, "one for each receiver");
      MimeMessage mail = mails[0];
      assertEquals("<message-6@alerts.millrace.dev>", mail.getMessageID());
      assertEquals(
          "CRITICAL FIRING large <payment> [card 6  Bcc: all@example.org]: value is 6, limit 5 &"
              + " more",
          mail.getSubject());
      assertNull(mail.getHeader("Bcc"), "a key does not become a header");
      assertEquals("millrace@example.org", mail.getFrom()[0].toString());
      assertEquals("auto-generated", mail.getHeader("Auto-Submitted")[0]);
      assertTrue(
          mail.getContent().toString().startsWith("1970-01-12T13:46:46Z CRITICAL FIRING"),
          mail.getContent().toString());
    } finally {
      server.stop();
    }
  }

  @Test
  void shouldLogIn() throws Exception {
    GreenMail server = server();
    try {
      server.setUser("a@example.org", "millrace", "S3CRET-CANARY");
      new MailCourier(options(server, "a@example.org").withLogin("millrace", PASSWORD))
          .deliver(Messages.message(1));
      assertEquals(1, server.getReceivedMessages().length);
      DeliveryException refused =
          assertThrows(
              DeliveryException.class,
              () ->
                  new MailCourier(
                          options(server, "a@example.org")
                              .withLogin("millrace", Secret.of("wrong")))
                      .deliver(Messages.message(2)));
      assertTrue(refused.isLasting(), refused.getMessage());
      assertFalse(refused.getMessage().contains("S3CRET-CANARY"), refused.getMessage());
    } finally {
      server.stop();
    }
  }

  @Test
  void shouldTryAgainWhereNobodyAnswers() {
    GreenMail server = server();
    MailOptions options = options(server, "a@example.org");
    server.stop();
    DeliveryException failed =
        assertThrows(
            DeliveryException.class, () -> new MailCourier(options).deliver(Messages.message(1)));
    assertFalse(failed.isLasting());
  }

  @Test
  void shouldLoseAndRepeatNothingWhenTheServerGoesAwayAndComesBack() throws Exception {
    GreenMail before = server();
    MailOptions options = options(before, "a@example.org");
    GreenMail after =
        new GreenMail(new ServerSetup(options.port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    Retrying courier =
        new Retrying(
            new MailCourier(options),
            RetryOptions.defaults(),
            new Random(1),
            new Restarting(after));
    try {
      courier.deliver(Messages.message(1));
      assertEquals(List.of("<message-1@alerts.millrace.dev>"), ids(before));
      before.stop();
      courier.deliver(Messages.message(2));
      courier.deliver(Messages.message(3));
      assertEquals(
          List.of("<message-2@alerts.millrace.dev>", "<message-3@alerts.millrace.dev>"),
          ids(after));
    } finally {
      before.stop();
      after.stop();
    }
  }

  /** Uses the first pause to start a server. */
  private record Restarting(GreenMail server) implements Retrying.Pauses {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void pause(Duration pause) {
      server.start();
    }
  }

  private static List<String> ids(GreenMail server) throws MessagingException {
    List<String> ids = new ArrayList<>();
    for (MimeMessage mail : server.getReceivedMessages()) {
      ids.add(mail.getMessageID());
    }
    return ids;
  }

  @Test
  void shouldNotSendInTheClearWhatIsToBeSecret() {
    GreenMail server = server();
    try {
      MailOptions options =
          options(server, "a@example.org").withSecurity(MailOptions.Security.STARTTLS);
      assertThrows(
          DeliveryException.class, () -> new MailCourier(options).deliver(Messages.message(1)));
      assertEquals(0, server.getReceivedMessages().length);
    } finally {
      server.stop();
    }
    MailOptions far = MailOptions.of("smtp.example.org", "a@example.org", "b@example.org");
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> far.withLogin("me", PASSWORD).withSecurity(MailOptions.Security.NONE));
    assertFalse(refused.getMessage().contains("S3CRET-CANARY"));
    assertFalse(far.withLogin("me", PASSWORD).toString().contains("S3CRET-CANARY"));
  }

  @Test
  void shouldRefuseWhatIsNoAddress() {
    for (String bad : new String[] {"", "nobody", "a@b\r\nBcc: c@d", "a b@example.org"}) {
      assertThrows(
          ConfigurationException.class,
          () -> MailOptions.of("localhost", "a@example.org", bad),
          bad);
    }
    assertThrows(ConfigurationException.class, () -> MailOptions.of("localhost", "a@example.org"));
  }
}
