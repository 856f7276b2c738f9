/// How much work a password's hash is: scrypt's N = 2^`logarithm`, r and p (RFC 7914).
///
/// Memory for one hash is 128 × N × r bytes: the default takes 32 MiB and about 70 ms.
public struct PasswordCost: Sendable, Equatable {
    /// 32 MiB and about 70 ms.
    public static let `default` = PasswordCost(logarithm: 15, blockSize: 8, parallelism: 1)!

    /// The base 2 logarithm of N.
    public let logarithm: Int
    /// r.
    public let blockSize: Int
    /// p.
    public let parallelism: Int

    /// Nothing for a cost outside of 2^4 to 2^20, r 1 to 32, p 1 to 16:
    /// a stored hash must not make the hub run out of memory.
    public init?(logarithm: Int, blockSize: Int, parallelism: Int) {
        guard (4...20).contains(logarithm), (1...32).contains(blockSize), (1...16).contains(parallelism) else {
            return nil
        }
        self.logarithm = logarithm
        self.blockSize = blockSize
        self.parallelism = parallelism
    }
}
