package dev.millrace.jupyter;

import java.util.List;

/** What cells need not import. */
final class Imports {
  /**
   * {@code dev.millrace.core.function} is not among them: it has a {@code Consumer} of its own, and
   * so has {@code core.time} a {@code Clock}.
   */
  static final List<String> LINES =
      List.of(
          "import java.nio.file.*;",
          "import java.time.*;",
          "import java.util.*;",
          "import java.util.function.*;",
          "import java.util.stream.*;",
          "import dev.millrace.core.*;",
          "import dev.millrace.core.function.Aggregation;",
          "import dev.millrace.core.observe.*;",
          "import dev.millrace.core.row.*;",
          "import dev.millrace.core.sink.*;",
          "import dev.millrace.core.source.*;",
          "import dev.millrace.core.state.*;",
          "import dev.millrace.core.time.EventTime;",
          "import dev.millrace.core.window.*;",
          "import dev.millrace.file.*;",
          "import dev.millrace.ml.*;",
          "import dev.millrace.ml.baseline.*;",
          "import dev.millrace.ml.cluster.*;",
          "import dev.millrace.ml.drift.*;",
          "import dev.millrace.ml.evaluate.*;",
          "import dev.millrace.ml.feature.*;",
          "import dev.millrace.ml.linear.*;",
          "import dev.millrace.ml.metric.*;",
          "import dev.millrace.ml.optim.*;",
          "import dev.millrace.ml.serve.*;",
          "import dev.millrace.ml.stream.*;",
          "import dev.millrace.jupyter.BarPlot;",
          "import dev.millrace.jupyter.Plot;",
          "import dev.millrace.jupyter.Plots;",
          "import dev.millrace.jupyter.Table;",
          "import dev.millrace.jupyter.XyPlot;",
          "import static dev.millrace.jupyter.Display.show;");

  private Imports() {}
}
