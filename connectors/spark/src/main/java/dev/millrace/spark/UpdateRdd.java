package dev.millrace.spark;

import dev.millrace.core.KeyValue;
import dev.millrace.core.internal.state.StateMeeting;
import dev.millrace.spark.internal.state.ExecutorTables;
import dev.millrace.spark.internal.state.Place;
import dev.millrace.spark.internal.state.StateNote;
import dev.millrace.spark.internal.state.TableRef;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import scala.collection.immutable.Seq;

/**
 * Meets the values of a batch with the partitions of a table, each on the executor that has the
 * partition in memory if it can be had. Only the values have moved; state stays where it is.
 */
final class UpdateRdd<K, V, S, R> extends SingleRdd<UpdateBlock<R>> {
  private static final long serialVersionUID = 1L;

  private final Chain<KeyValue<K, V>> values;
  private final TableRef<K, S> table;
  private final Update<K, V, S, R> update;
  private final Work work;
  private final transient List<Update.Start> starts;

  UpdateRdd(
      Chain<KeyValue<K, V>> values,
      TableRef<K, S> table,
      Update<K, V, S, R> update,
      List<Update.Start> starts,
      Work work) {
    super(values.base().context(), List.of(values.base()), UpdateBlock.class);
    this.values = values;
    this.table = table;
    this.update = update;
    this.starts = starts;
    this.work = work;
  }

  @Override
  UpdateBlock<R> one(Partition partition, TaskContext context) {
    Part part = (Part) partition;
    SparkTask task = new SparkTask(work, part.index);
    return Attempt.run(task, running -> meet(part, running, context));
  }

  private UpdateBlock<R> meet(Part part, SparkTask task, TaskContext context) throws Exception {
    List<KeyValue<K, V>> pairs = values.pass(part.input, context).values(task);
    List<R> results = new ArrayList<>();
    Update.Start start = part.start;
    if (table.directory() != null) {
      ExecutorTables.dropBefore(table, update.oldest());
    }
    StateNote note =
        ExecutorTables.copy(table, part.index)
            .update(
                start.version(),
                update.number(),
                start.writeBase(),
                Place.here(),
                state -> {
                  StateMeeting<K, V, S, R> meeting =
                      new StateMeeting<>(table.descriptor(), state, update.function(), task)
                          .run(pairs, update.visits());
                  results.addAll(meeting.results());
                  return meeting.changes();
                });
    LetterBox letters = new LetterBox(work.number(), part.index, task.letters());
    return new UpdateBlock<>(results, letters, note);
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] inputs = values.base().partitions();
    Partition[] partitions = new Partition[inputs.length];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Part(i, inputs[i], starts.get(i));
    }
    return partitions;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    return Scala.seq(((Part) partition).start.locations());
  }

  private record Part(int index, Partition input, Update.Start start) implements Partition {}
}
