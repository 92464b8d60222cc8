/**
 * A plugin for WarrenMQ as a stranger writes one: a protocol of text lines, and an exchange type
 * that routes by the longest prefix. docs/plugins.md goes through it step by step.
 */
@NullMarked
package com.example.line;

import org.jspecify.annotations.NullMarked;
