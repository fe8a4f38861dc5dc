package dev.millrace.yaml;

import dev.millrace.ml.stream.Overflow;
import dev.millrace.ml.stream.Unlabelled;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.time.Duration;
import java.util.Optional;

/** Labels that come later than their rows. */
@Kind("Labels that come later than the rows, from a source of their own.")
record DelayedLabelsSpec(
    @Key("Where they come from.") SourceSpec source,
    @Key("The column of rows by which a label finds its row.") String id,
    @Key("The same column of labels; default: called as that of rows.") Optional<String> labelId,
    @Key(
            "The column that says when a row happened: ISO texts (UTC unless said), or numbers of"
                + " seconds or milliseconds since 1970.")
        String time,
    @Key("The column that says when a label became known; default: called as that of rows.")
        Optional<String> labelTime,
    @Key(
            "The class that every label stands for, where its coming says it all; default:"
                + " target.column, a column of labels, says it.")
        Optional<String> always,
    @Key(value = "How long after its row a label may come.", byDefault = "30d") Duration horizon,
    @Key(
            value =
                "What becomes of a row that got no label by then: drop it, or take it for the first"
                    + " of two classes.",
            byDefault = "drop")
        Unlabelled unlabelled,
    @Key(value = "How long a label waits for its row.", byDefault = "1d") Duration earlyWait,
    @Key(
            value = "How long after its horizon a row is remembered, to tell late labels.",
            byDefault = "1d")
        Duration memory,
    @Key(
            value = "How many rows may wait for labels, and as many labels for rows.",
            byDefault = "1000000",
            min = 1)
        int maxPending,
    @Key(value = "Which row is given up when more wait.", byDefault = "dropOldest")
        Overflow overflow,
    @Key(
            value =
                "Whether labels wait until rows are as late as they are: needed for files, which are"
                    + " read faster than they came about.",
            byDefault = "true")
        boolean paced) {
  String idOfLabels() {
    return labelId.orElse(id);
  }

  String timeOfLabels() {
    return labelTime.orElse(time);
  }
}
