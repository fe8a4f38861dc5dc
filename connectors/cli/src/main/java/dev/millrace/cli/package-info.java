/**
 * The {@code millrace} command. Nothing here is API but the program's face: its options, its exit
 * codes (0 done, 1 failed, 2 wrongly used) and its JSON; {@code millrace --help} documents them.
 */
package dev.millrace.cli;
