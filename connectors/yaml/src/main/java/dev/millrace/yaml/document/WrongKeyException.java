package dev.millrace.yaml.document;

import dev.millrace.core.ConfigurationException;

/** The value of one key is wrong: told with the place of that value. */
public final class WrongKeyException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param key of the mapping that the thrower was made of
   * @param message what was expected, what was found, and what to do
   */
  public WrongKeyException(String key, String message) {
    super(message);
    this.key = key;
  }

  /** The key. */
  public String key() {
    return key;
  }
}
