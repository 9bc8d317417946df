// The syntax of .nnet files: the one source of it. The C# parser under server/Nnet.Language/Syntax/Generated
// is made from it by `node .scripts/grammar.mjs`; grammar/README.md explains the language.
//
// No layer, setting or argument is named here: those are declared once, as definitions.
//
// Between lexer and parser stands Syntax/Parsing/TokenFilter.cs, so that the parser can rely on this:
// inside ( ) and [ ] a newline is plain space; every bracket is closed; nesting is no deeper than 64;
// a word before `=` is an ARGUMENT (but for `let`), one before `:` a LABEL. So one token decides every choice below.
grammar Nnet;

tokens { ARGUMENT, LABEL }

// ---------------------------------------------------------------- declarations

file             : declaration? (NEWLINE declaration?)* EOF ;

declaration      : useDeclaration
                 | blockDeclaration
                 | modelDeclaration
                 | dataDeclaration
                 | trainDeclaration
                 | statement ;                       // `let` belongs here; a stray layer is for the binder to explain

useDeclaration   : USE STRING ;
blockDeclaration : BLOCK blockHeader body ;
modelDeclaration : MODEL modelHeader body ;
dataDeclaration  : DATA dataHeader body ;
trainDeclaration : TRAIN trainHeader body ;

blockHeader      : ID parameters? ;
modelHeader      : ID parameters? ;
dataHeader       : ID ;
trainHeader      : ID ON ID ;

parameters       : LPAREN (parameter (COMMA? parameter)*)? RPAREN ;   // a missing comma is for the tree builder to explain
parameter        : ID | ARGUMENT ASSIGN expression ;

// ---------------------------------------------------------------- statements

body             : LBRACE statement? (NEWLINE statement?)* RBRACE ;

statement        : letStatement
                 | repetition
                 | labelledStep ;

letStatement     : LET ID ASSIGN expression ;
repetition       : (REPEAT atom)+ (body | labelledStep) ;
labelledStep     : (LABEL COLON)? step ;
step             : ID argument* condition? body? ;
argument         : ARGUMENT ASSIGN expression | atom ;
condition        : WHEN expression ;

// ---------------------------------------------------------------- expressions

// Flat, since most values are a single atom; the tree builder groups operands by precedence, which is, from the loosest:
//   or · and · == != < <= > >= · + - · * / // % · sign · ^ (from the right)
expression       : operand (operator operand)* ;
operand          : (PLUS | MINUS)* primary ;
operator         : OR | AND | EQUAL | DIFFERENT | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL
                 | PLUS | MINUS | STAR | SLASH | FLOOR | MODULO | CARET ;
primary          : qualifiedName operands? | literal | parenthesized | list ;
operands         : LPAREN (expression (COMMA expression)*)? RPAREN ;

// A value without a name: calculations and calls need parentheses there.
atom             : qualifiedName | literal | parenthesized | list ;
literal          : NUMBER | PERCENT | QUANTITY | DIMENSIONS | STRING | UNCLOSED_STRING ;
qualifiedName    : (ID | softKeyword) (DOT (ID | softKeyword))* ;
parenthesized    : LPAREN expression RPAREN ;
list             : LBRACKET (item (COMMA item?)*)? RBRACKET ;
item             : (ARGUMENT ASSIGN)? expression ;

// Words of the language that may still name an argument or a column: `split train=80%`.
softKeyword      : MODEL | DATA | TRAIN | BLOCK | USE | ON ;

// ---------------------------------------------------------------- tokens

USE              : 'use' ;
LET              : 'let' ;
BLOCK            : 'block' ;
MODEL            : 'model' ;
DATA             : 'data' ;
TRAIN            : 'train' ;
ON               : 'on' ;
REPEAT           : 'repeat' ;
WHEN             : 'when' ;
AND              : 'and' ;
OR               : 'or' ;

DIMENSIONS       : INTEGER ([xX\u00D7] INTEGER)+ ;   // 1x28x28
PERCENT          : DECIMAL '%' ;                     // 80%
NUMBER           : DECIMAL ;                         // 3  0.5  1e-4
QUANTITY         : DECIMAL ID ;                      // 10deg
STRING           : '"' ~["\r\n]* '"' ;
UNCLOSED_STRING  : '"' ~["\r\n]* ;
ID               : LETTER (LETTER | DIGIT)* ;

LPAREN           : '(' ;
RPAREN           : ')' ;
LBRACKET         : '[' ;
RBRACKET         : ']' ;
LBRACE           : '{' ;
RBRACE           : '}' ;
COMMA            : ',' ;
COLON            : ':' ;
DOT              : '.' ;
EQUAL            : '==' ;
DIFFERENT        : '!=' ;
LESS_EQUAL       : '<=' ;
GREATER_EQUAL    : '>=' ;
LESS             : '<' ;
GREATER          : '>' ;
ASSIGN           : '=' ;
PLUS             : '+' ;
MINUS            : '-' ;
STAR             : '*' ;
FLOOR            : '//' ;
SLASH            : '/' ;
MODULO           : '%' ;
CARET            : '^' ;

NEWLINE          : '\r'? '\n' | '\r' | ';' ;
COMMENT          : '#' ~[\r\n]* -> channel(HIDDEN) ;
SPACE            : [ \t\u000B\u000C\u00A0\uFEFF]+ -> skip ;
UNKNOWN          : . ;                               // so that the lexer itself never fails

fragment INTEGER : DIGIT+ ;
fragment DECIMAL : (DIGIT+ ('.' DIGIT*)? | '.' DIGIT+) ([eE] [+-]? DIGIT+)? ;
fragment DIGIT   : [0-9] ;
fragment LETTER  : [a-zA-Z_\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u1FFF\u3040-\uD7FF\uF900-\uFAFF] ;
