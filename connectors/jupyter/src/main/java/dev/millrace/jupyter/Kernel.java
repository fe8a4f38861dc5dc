package dev.millrace.jupyter;

import java.io.PrintStream;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseKernelBuilder;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/** Answers a notebook's requests out of a {@link Session}. */
final class Kernel extends BaseKernel {
  private static final String INDENT = "    ";

  private final Session session;

  private Kernel(
      Session session,
      JupyterIO io,
      CommManager comms,
      Renderer renderer,
      MagicsRegistry magics,
      StringStyler styler) {
    super(
        "millrace",
        Integer.toString(Runtime.version().feature()),
        language(),
        List.of(),
        null,
        io,
        comms,
        renderer,
        null,
        magics,
        false,
        styler);
    this.session = session;
  }

  static Kernel of(Session session) {
    return new Builder(session).build();
  }

  /** The library makes its parts for those that extend its builder. */
  private static final class Builder extends BaseKernelBuilder<Builder, Kernel> {
    private final Session session;

    Builder(Session session) {
      this.session = session;
    }

    @Override
    public Kernel build() {
      return new Kernel(
          session,
          buildJupyterIO(buildJupyterIOEncoding()),
          buildCommManager(),
          buildRenderer(),
          buildMagicsRegistry(),
          buildErrorStyler());
    }
  }

  private static LanguageInfo language() {
    return new LanguageInfo.Builder("Java")
        .version(Integer.toString(Runtime.version().feature()))
        .mimetype("text/x-java-source")
        .fileExtension(".java")
        .pygments("java")
        .codemirror("text/x-java")
        .build();
  }

  @Override
  public Object evalRaw(String source) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(LimitedOutput.of(out));
    System.setErr(LimitedOutput.of(err));
    try {
      return session.evaluate(source);
    } finally {
      System.out.flush();
      System.err.flush();
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Override
  public DisplayData eval(String source) {
    Object value = evalRaw(source);
    return value == null ? null : Rendering.of(value);
  }

  @Override
  public List<String> formatError(Throwable e) {
    return e instanceof CellException cell ? cell.lines() : super.formatError(e);
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extraDetail) {
    String documentation = session.documentation(code, at);
    return documentation.isEmpty() ? null : new DisplayData(documentation);
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    Session.Completions completions = session.complete(code, at);
    return new ReplacementOptions(completions.suggestions(), completions.from(), at);
  }

  @Override
  public String isComplete(String code) {
    return switch (session.completeness(code)) {
      case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE, EMPTY -> IS_COMPLETE_YES;
      case DEFINITELY_INCOMPLETE -> INDENT;
      case UNKNOWN -> IS_COMPLETE_BAD;
    };
  }

  @Override
  public void interrupt() {
    session.interrupt();
  }

  @Override
  public void onShutdown(boolean isRestarting) {
    super.onShutdown(isRestarting);
    session.interrupt();
  }
}
