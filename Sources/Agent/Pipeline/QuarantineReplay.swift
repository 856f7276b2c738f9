/// A message of the quarantine on its second way through the plant thread.
struct QuarantineReplay {
    /// Its number in the quarantine.
    let id: Int64
    /// Why it is not taken this time either; the first reason counts.
    private(set) var rejection: (code: String, detail: String)?

    init(id: Int64) {
        self.id = id
    }

    /// Notes a reason.
    mutating func reject(_ code: String, _ detail: String) {
        if rejection == nil { rejection = (code, detail) }
    }
}
