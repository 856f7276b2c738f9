internal import Glibc

extension SeededRandom {
    static func logarithm(_ value: Double) -> Double { log(value) }
    static func cosine(_ value: Double) -> Double { cos(value) }
}
