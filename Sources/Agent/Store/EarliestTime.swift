/// The earliest of some times that come and go, as long as it is known without looking at all of them.
enum EarliestTime {
    case unknown
    /// Nothing when there is none.
    case known(Int64?)

    mutating func add(_ time: Int64) {
        if case .known(let known) = self { self = .known(min(known ?? time, time)) }
    }

    mutating func remove(_ time: Int64) {
        if case .known(let known) = self, known == nil || known == time { self = .unknown }
    }
}
