package dev.millrace.core;

/** A pipeline or a setting is wrong; nothing has been read or written yet. */
public class ConfigurationException extends MillraceException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
