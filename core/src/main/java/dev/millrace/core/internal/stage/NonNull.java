package dev.millrace.core.internal.stage;

import dev.millrace.core.function.Emitter;

/** Checks what a user's function emits. */
record NonNull<R>(String where, Emitter<R> downstream) implements Emitter<R> {
  @Override
  public void emit(R value) throws Exception {
    downstream.emit(UserCode.present(where, value));
  }
}
