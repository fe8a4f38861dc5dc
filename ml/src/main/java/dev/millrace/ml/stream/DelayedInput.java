package dev.millrace.ml.stream;

import dev.millrace.core.DStream;

/** The stream that labels come in, later than the rows, and how they find those. */
record DelayedInput<T, L>(DStream<L> labels, DelayedLabels<T, L> options) {
  /** Rows and labels in one stream, learned. */
  DStream<LearnedPartition<T>> learned(
      DStream<T> rows,
      LearningSettings<T> settings,
      Committed<T> committed,
      LearningStream.Wishes wishes) {
    DStream<Arrival<T, L>> arrivals =
        rows.<Arrival<T, L>>map(Arrival.OfRow::new)
            .union(labels.<Arrival<T, L>>map(Arrival.OfLabel::new));
    return arrivals.process(
        () -> {
          Wanted wanted = wishes.wanted();
          Trainer<T> trainer = new Trainer<>(settings, committed, wanted.outputs());
          return new DelayedProcessor<>(options, trainer, wanted);
        });
  }
}
