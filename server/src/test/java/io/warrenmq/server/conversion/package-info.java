/** What a message of one protocol is to the consumers of another, row by row. */
@org.jspecify.annotations.NullMarked
package io.warrenmq.server.conversion;
