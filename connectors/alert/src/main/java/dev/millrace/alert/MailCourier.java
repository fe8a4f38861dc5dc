package dev.millrace.alert;

import dev.millrace.core.alert.AlertMessage;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Sends mails, each by a connection of its own. */
final class MailCourier implements Courier {
  private static final int FIRST_FINAL_CODE = 500;

  private final MailOptions options;

  /** Null, as the library wants it, where there is none. */
  private final String user;

  private final String password;
  private final Session session;

  MailCourier(MailOptions options) {
    this.options = options;
    this.user = options.user().isEmpty() ? null : options.user();
    this.password = user == null ? null : options.password().resolve();
    this.session = Session.getInstance(properties(options));
  }

  private static Properties properties(MailOptions options) {
    String millis = Long.toString(options.timeout().toMillis());
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", options.host());
    properties.put("mail.smtp.port", Integer.toString(options.port()));
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.auth", Boolean.toString(!options.user().isEmpty()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    boolean turns = options.security() == MailOptions.Security.STARTTLS;
    properties.put("mail.smtp.starttls.enable", Boolean.toString(turns));
    properties.put("mail.smtp.starttls.required", Boolean.toString(turns));
    boolean begins = options.security() == MailOptions.Security.TLS;
    properties.put("mail.smtp.ssl.enable", Boolean.toString(begins));
    return properties;
  }

  @Override
  public void deliver(AlertMessage message) throws DeliveryException {
    try (Transport transport = session.getTransport()) {
      MimeMessage mail = mail(message);
      transport.connect(user, password);
      transport.sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      String what = "mail by " + options.host() + ": " + MessageText.line(reason(e));
      throw isFinal(e) ? DeliveryException.lasting(what, e) : DeliveryException.passing(what, e);
    }
  }

  private MimeMessage mail(AlertMessage message) throws MessagingException {
    MimeMessage mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + message.id() + "@alerts.millrace.dev>");
          }
        };
    mail.setFrom(new InternetAddress(options.from()));
    for (String address : options.to()) {
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress(address));
    }
    mail.setSubject(MessageText.line(message.title()), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(message.time()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setText(MessageText.body(message), StandardCharsets.UTF_8.name());
    mail.saveChanges();
    return mail;
  }

  private static String reason(MessagingException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Whether the server would say the same again; the cause may be a level down. */
  private static boolean isFinal(MessagingException e) {
    if (e instanceof AuthenticationFailedException) {
      return true;
    }
    for (Exception at = e; at instanceof MessagingException; at = next(at)) {
      if (code(at) >= FIRST_FINAL_CODE) {
        return true;
      }
    }
    return false;
  }

  private static Exception next(Exception at) {
    return ((MessagingException) at).getNextException();
  }

  private static int code(Exception e) {
    if (e instanceof SMTPSendFailedException failed) {
      return failed.getReturnCode();
    }
    if (e instanceof SMTPAddressFailedException failed) {
      return failed.getReturnCode();
    }
    return e instanceof SMTPSenderFailedException failed ? failed.getReturnCode() : 0;
  }
}
