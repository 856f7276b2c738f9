internal import Glibc

/// The lengths of ways in random search trees, with which scores are made comparable.
///
/// Liu, Ting and Zhou 2008, section 2.
enum PathLength {
    /// Equation 1: the mean number of comparisons of an unsuccessful search among so many rows, `2H(n−1) − 2(n−1)/n`.
    ///
    /// The harmonic number is `ln(i) + γ`, as in the paper; for one and two rows it is exact.
    static func mean(rows: Int) -> Double {
        guard rows > 2 else { return rows == 2 ? 1 : 0 }
        let count = Double(rows)
        return 2 * (log(count - 1) + 0.577_215_664_901_532_9) - 2 * (count - 1) / count
    }

    /// Equation 2: the score of a row from the mean length of its ways.
    static func score(mean length: Double, samples: Int) -> Double {
        score(mean: length, usual: mean(rows: samples))
    }

    /// Equation 2 for who has the usual length (equation 1) already.
    static func score(mean length: Double, usual: Double) -> Double { exp2(-length / usual) }
}
