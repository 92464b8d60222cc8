package io.warrenmq.core.selector;

import io.warrenmq.api.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of operations of the same rank, from left to right; unknown when a value is no number, or
 * divides by zero. A chain, and not a tree of pairs, so that a long one nests no deeper.
 *
 * @param operators one for each of the operands
 */
record Arithmetic(Expression first, Operator[] operators, Expression[] operands)
    implements Expression {
  /** What is done with two numbers. */
  enum Operator {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY,
    MODULO
  }

  /** The chain; what its literals say by themselves is computed here and now. */
  static Expression of(Expression first, List<Operator> operators, List<Expression> operands) {
    Expression start = first;
    int done = 0;
    while (done < operands.size()
        && start instanceof Constant left
        && operands.get(done) instanceof Constant right) {
      Object value = compute(left.value(), operators.get(done), right.value());
      if (value == null) {
        break;
      }
      start = new Constant(value);
      done++;
    }
    return done == operands.size()
        ? start
        : new Arithmetic(
            start,
            operators.subList(done, operators.size()).toArray(Operator[]::new),
            operands.subList(done, operands.size()).toArray(Expression[]::new));
  }

  @Override
  public @Nullable Object evaluate(Message message, @Nullable Object[] memo) {
    Object value = first.evaluate(message, memo);
    for (int i = 0; i < operands.length && value != null; i++) {
      Object operand = operands[i].evaluate(message, memo);
      value = operand == null ? null : compute(value, operators[i], operand);
    }
    return value;
  }

  private static @Nullable Object compute(Object left, Operator operator, Object right) {
    if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
      return null;
    }
    return switch (operator) {
      case PLUS -> Numbers.add(left, right);
      case MINUS -> Numbers.subtract(left, right);
      case TIMES -> Numbers.multiply(left, right);
      case DIVIDED_BY -> Numbers.divide(left, right);
      case MODULO -> Numbers.remainder(left, right);
    };
  }

  @Override
  public Kind kind() {
    return Kind.NUMBER;
  }
}
