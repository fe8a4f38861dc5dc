package dev.millrace.file;

import java.util.List;

/**
 * What a partition of a batch comes to, written out.
 *
 * @param time the batch's, in Unix milliseconds
 * @param folders of the output directory, in the order in which they came
 * @param contents the bytes for each
 */
record EncodedPart(long time, List<String> folders, List<byte[]> contents) {}
