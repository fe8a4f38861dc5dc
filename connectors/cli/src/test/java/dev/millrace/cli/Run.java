package dev.millrace.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the program within the test's process. */
record Run(int code, String out, String err) {
  static Run of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(args, new Console(new PrintWriter(out), new PrintWriter(err, true), false));
    return new Run(code, out.toString(), err.toString());
  }
}
