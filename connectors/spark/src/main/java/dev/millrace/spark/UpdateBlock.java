package dev.millrace.spark;

import dev.millrace.spark.internal.state.StateNote;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;

/** What an update made of one partition: its results, and a note for the driver. */
final class UpdateBlock<R> extends Block<R> {
  private static final long serialVersionUID = 1L;

  private StateNote note;

  /** For deserialization. */
  public UpdateBlock() {}

  UpdateBlock(List<R> results, LetterBox letters, StateNote note) {
    super(results, letters);
    this.note = note;
  }

  StateNote note() {
    return note;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    super.writeExternal(out);
    out.writeObject(note);
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    super.readExternal(in);
    note = (StateNote) in.readObject();
  }
}
