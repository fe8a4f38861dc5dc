package dev.millrace.core.state;

/** See {@link Deadlines#none}. */
enum NoDeadlines implements Deadlines<Object> {
  INSTANCE;

  @Override
  public long eventTime(Object state) {
    return NEVER;
  }

  @Override
  public long processing(Object state) {
    return NEVER;
  }
}
