/// One field of a result.
enum ResultField {
    case number(Double)
    case count(Int)
    case text(String)
    case missing
}
