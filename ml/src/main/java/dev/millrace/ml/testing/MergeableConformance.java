package dev.millrace.ml.testing;

import dev.millrace.core.checkpoint.StateReader;
import dev.millrace.core.checkpoint.StateWriter;
import dev.millrace.core.testing.Check;
import dev.millrace.ml.MergeableLearner;
import dev.millrace.ml.catalog.LearnerCatalog;
import dev.millrace.ml.instance.InstanceBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What learners that sum up a batch partition by partition must keep to. */
final class MergeableConformance {
  private final Supplier<MergeableLearner<?, ?>> learners;
  private final RandomRows rows;

  MergeableConformance(Supplier<MergeableLearner<?, ?>> learners, RandomRows rows) {
    this.learners = learners;
    this.rows = rows;
  }

  List<Check> checks() {
    return List.of(
        new Check("learning a block is accumulating and applying it", this::oneBlock),
        new Check("accumulating does not change the learner", this::untouched),
        new Check("an empty partition adds nothing", this::emptyPartition),
        new Check("partitions may be summed up at the same time", this::atTheSameTime),
        new Check("partitions are merged by a fixed tree", this::tree),
        new Check("an accumulator survives being written, bit for bit", this::written),
        new Check("an empty accumulator survives being written", this::emptyWritten),
        new Check("restored elsewhere it sums up to the same bits", this::elsewhere),
        new Check("other partitions of a batch give all but equal predictions", this::partitions));
  }

  private void oneBlock() {
    oneBlock(learners.get());
  }

  private <A> void oneBlock(MergeableLearner<?, A> learner) {
    MergeableLearner<?, ?> other = learners.get();
    for (InstanceBlock block : rows.inBlocksOf(60)) {
      A sum = learner.accumulator(block.features());
      learner.accumulate(sum, block);
      learner.apply(sum);
      other.learn(block);
    }
    Asserts.equalState("accumulate and apply", other, learner);
  }

  private void untouched() {
    untouched(learners.get());
  }

  private <A> void untouched(MergeableLearner<?, A> learner) {
    for (InstanceBlock block : rows.inBlocksOf(60)) {
      byte[] before = Asserts.state(learner);
      learner.accumulate(learner.accumulator(block.features()), block);
      Asserts.that(
          Arrays.equals(before, Asserts.state(learner)), "accumulating changed the learner");
      learner.learn(block);
    }
  }

  private void emptyPartition() {
    emptyPartition(learners.get());
  }

  private <A> void emptyPartition(MergeableLearner<?, A> learner) {
    MergeableLearner<?, ?> other = learners.get();
    for (InstanceBlock block : rows.inBlocksOf(60)) {
      A sum = learner.accumulator(block.features());
      sum = learner.merge(sum, learner.accumulator(block.features()));
      A full = learner.accumulator(block.features());
      learner.accumulate(full, block);
      sum = learner.merge(sum, full);
      sum = learner.merge(sum, learner.accumulator(block.features()));
      learner.apply(sum);
      other.learn(block);
    }
    learner.apply(learner.accumulator(rows.all().features()));
    byte[] expected = Asserts.state(other);
    Asserts.that(Arrays.equals(expected, Asserts.state(learner)), "empty partitions matter");
  }

  private void atTheSameTime() throws InterruptedException {
    atTheSameTime(learners.get());
  }

  private <A> void atTheSameTime(MergeableLearner<?, A> learner) throws InterruptedException {
    MergeableLearner<?, ?> other = learners.get();
    List<InstanceBlock> blocks = rows.inBlocksOf(15);
    for (int from = 0; from + 4 <= blocks.size(); from += 4) {
      List<InstanceBlock> batch = blocks.subList(from, from + 4);
      learner.apply(sum(learner, batch, true));
      applySequentially(other, batch);
    }
    Asserts.equalState("four threads", other, learner);
  }

  private static <A> void applySequentially(
      MergeableLearner<?, A> learner, List<InstanceBlock> batch) throws InterruptedException {
    learner.apply(sum(learner, batch, false));
  }

  private static <A> A sum(
      MergeableLearner<?, A> learner, List<InstanceBlock> partitions, boolean atTheSameTime)
      throws InterruptedException {
    List<A> sums = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (InstanceBlock partition : partitions) {
      A sum = learner.accumulator(partition.features());
      sums.add(sum);
      threads.add(
          new Thread(
              () -> {
                try {
                  start.await();
                  learner.accumulate(sum, partition);
                } catch (InterruptedException | RuntimeException | Error e) {
                  failure.set(e);
                }
              }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.start();
      if (!atTheSameTime) {
        thread.join();
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError("a partition failed", failure.get());
    }
    return learner.mergeAll(sums);
  }

  private void tree() {
    tree(learners.get());
  }

  private <A> void tree(MergeableLearner<?, A> learner) {
    @SuppressWarnings("unchecked") // learners are all of one kind
    MergeableLearner<?, A> other = (MergeableLearner<?, A>) learners.get();
    List<InstanceBlock> blocks = rows.inBlocksOf(15);
    for (int from = 0; from + 5 <= blocks.size(); from += 5) {
      List<InstanceBlock> batch = blocks.subList(from, from + 5);
      learner.apply(learner.mergeAll(accumulated(learner, batch)));
      List<A> sums = accumulated(other, batch);
      A left = other.merge(sums.get(0), sums.get(1));
      A right = other.merge(sums.get(2), sums.get(3));
      other.apply(other.merge(other.merge(left, right), sums.get(4)));
    }
    Asserts.equalState("((0 + 1) + (2 + 3)) + 4", other, learner);
  }

  private static <A> List<A> accumulated(
      MergeableLearner<?, A> learner, List<InstanceBlock> partitions) {
    List<A> sums = new ArrayList<>();
    for (InstanceBlock partition : partitions) {
      A sum = learner.accumulator(partition.features());
      learner.accumulate(sum, partition);
      sums.add(sum);
    }
    return sums;
  }

  private void written() {
    written(learners.get());
  }

  private <A> void written(MergeableLearner<?, A> learner) {
    @SuppressWarnings("unchecked") // learners are all of one kind
    MergeableLearner<?, A> other = (MergeableLearner<?, A>) learners.get();
    List<InstanceBlock> blocks = rows.inBlocksOf(30);
    for (int from = 0; from + 2 <= blocks.size(); from += 2) {
      List<A> sums = accumulated(learner, blocks.subList(from, from + 2));
      List<A> restored = new ArrayList<>();
      for (A sum : sums) {
        byte[] bytes = bytes(learner, sum);
        A copy = other.restoreAccumulator(StateReader.of("accumulator", bytes));
        Asserts.that(
            Arrays.equals(bytes, bytes(other, copy)), "an accumulator written again differs");
        restored.add(copy);
      }
      learner.apply(learner.mergeAll(sums));
      other.apply(other.mergeAll(restored));
      Asserts.equalState("accumulators that were written", learner, other);
    }
  }

  private static <A> byte[] bytes(MergeableLearner<?, A> learner, A accumulator) {
    StateWriter out = new StateWriter();
    learner.saveAccumulator(accumulator, out);
    return out.toBytes();
  }

  private void emptyWritten() {
    emptyWritten(learners.get());
  }

  private <A> void emptyWritten(MergeableLearner<?, A> learner) {
    for (InstanceBlock block : rows.inBlocksOf(60)) {
      byte[] before = Asserts.state(learner);
      byte[] bytes = bytes(learner, learner.accumulator(block.features()));
      learner.apply(learner.restoreAccumulator(StateReader.of("accumulator", bytes)));
      Asserts.that(
          Arrays.equals(before, Asserts.state(learner)), "an empty accumulator has an effect");
      learner.learn(block);
    }
  }

  private void elsewhere() {
    elsewhere(learners.get());
  }

  private <A> void elsewhere(MergeableLearner<?, A> learner) {
    boolean known = LearnerCatalog.names().contains(learner.kind());
    for (InstanceBlock block : rows.inBlocksOf(60)) {
      StateReader state = StateReader.of("learner", Asserts.state(learner));
      @SuppressWarnings("unchecked") // it is of the same kind
      MergeableLearner<?, A> other =
          (MergeableLearner<?, A>) (known ? LearnerCatalog.restore(state) : learner.fresh());
      if (!known) {
        other.restore(state);
      }
      byte[] expected = bytes(learner, accumulated(learner, List.of(block)).get(0));
      byte[] actual = bytes(other, accumulated(other, List.of(block)).get(0));
      Asserts.that(Arrays.equals(expected, actual), "a restored learner sums up differently");
      learner.learn(block);
    }
  }

  private void partitions() throws InterruptedException {
    MergeableLearner<?, ?> one = learners.get();
    MergeableLearner<?, ?> four = learners.get();
    applySequentially(one, List.of(rows.all()));
    applySequentially(four, rows.inBlocksOf(60));
    applySequentially(one, List.of(rows.all()));
    applySequentially(four, rows.inBlocksOf(60));
    double[] expected = Asserts.predictions(one.model(), rows.probe());
    double[] actual = Asserts.predictions(four.model(), rows.probe());
    for (int i = 0; i < expected.length; i++) {
      Asserts.that(
          Math.abs(expected[i] - actual[i]) <= 1e-9 * Math.max(1, Math.abs(expected[i])),
          "number " + i + ": expected about " + expected[i] + ", got " + actual[i]);
    }
  }
}
