/**
 * For tests of pipelines, and of what extends Millrace; none of it needs a test framework.
 *
 * <ul>
 *   <li>{@link dev.millrace.core.testing.StreamTestDriver} runs a pipeline batch by batch in the
 *       test's thread, over a clock that the test moves, and crashes it at a chosen step.
 *   <li>{@link dev.millrace.core.testing.ShippingEngine} shows without a cluster whether a pipeline
 *       will run on one.
 *   <li>{@link dev.millrace.core.testing.ReplaySource} and {@link
 *       dev.millrace.core.testing.CollectingSink} stand for the outside world; {@code QueueSource}
 *       and {@code MemorySink} serve as well.
 *   <li>The {@code …Conformance} classes are suites for sources, sinks, engines, codecs and places
 *       for checkpoints: lists of named {@link dev.millrace.core.testing.Check}s that a test
 *       framework turns into tests in one line.
 *   <li>{@link dev.millrace.core.testing.Fuzz} shows that a decoder refuses damaged bytes as it
 *       should.
 *   <li>{@link dev.millrace.core.testing.TracedFiles} shows by system calls whether files outlast a
 *       power loss.
 *   <li>{@link dev.millrace.core.testing.RateComparison} measures a connector beside a bare client.
 * </ul>
 */
package dev.millrace.core.testing;
